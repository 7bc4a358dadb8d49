namespace DroasBot.GuildConfig.Internal;

/// <summary>Work that goes on from the end of the start-up until the host stops.</summary>
internal interface IBackgroundLoop
{
    /// <summary>Runs until cancelled, surviving every failure; or returns immediately if there is nothing to do.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
