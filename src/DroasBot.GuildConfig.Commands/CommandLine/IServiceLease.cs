namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Services for the time of one command. Disposing disposes them, unless they are the host's.</summary>
internal interface IServiceLease : IAsyncDisposable
{
    IServiceProvider Services { get; }
}
