namespace DroasBot.GuildConfig.Internal;

/// <summary>Background work that runs from the end of the start until the host stops.</summary>
internal interface IBackgroundLoop
{
    /// <summary>Runs until cancelled, surviving every failure; or returns immediately if there is nothing to do.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
