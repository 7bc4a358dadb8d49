namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Services for the duration of one command. Disposing it disposes them, unless they are the host's.</summary>
internal interface IServiceLease : IAsyncDisposable
{
    IServiceProvider Services { get; }
}
