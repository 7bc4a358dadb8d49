using System.CommandLine;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Provides the library's services to commands: from the host, or for a database that the command line names.</summary>
internal interface IServiceSource
{
    /// <summary>Returns services that have not been started, to inspect a database whatever its state.</summary>
    /// <exception cref="CommandException">The command line does not name an existing database.</exception>
    IServiceLease Describe(ParseResult parseResult);

    /// <summary>Returns services that have been started.</summary>
    /// <exception cref="CommandException">The command line does not name an existing database.</exception>
    /// <exception cref="GuildConfigException">The database cannot be used.</exception>
    Task<IServiceLease> OpenAsync(ParseResult parseResult, CancellationToken cancellationToken);
}
