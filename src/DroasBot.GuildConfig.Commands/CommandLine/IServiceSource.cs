using System.CommandLine;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Where commands get the library's services from: the host that has them in its command line, or a database that the command line names.</summary>
internal interface IServiceSource
{
    /// <summary>Gives services that have not been started, to look at a database whatever its state.</summary>
    /// <exception cref="CommandException">The command line names no database that is there.</exception>
    IServiceLease Describe(ParseResult parseResult);

    /// <summary>Gives services that have been started.</summary>
    /// <exception cref="CommandException">The command line names no database that is there.</exception>
    /// <exception cref="GuildConfigException">The database cannot be used.</exception>
    Task<IServiceLease> OpenAsync(ParseResult parseResult, CancellationToken cancellationToken);
}
