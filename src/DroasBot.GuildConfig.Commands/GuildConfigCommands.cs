using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Commands;

namespace DroasBot.GuildConfig;

/// <summary>The commands of the tool <c>guild-config</c>, for a bot's own command line, where they know its settings.</summary>
public static class GuildConfigCommands
{
    /// <summary>Creates the command <c>guild-config</c>, with a subcommand for each operator task on a running bot.</summary>
    /// <remarks>
    /// A command starts the library if the host has not, with the host's options: a host that creates its database at start creates it here too. Subcommands write to
    /// the output and the error stream of the invocation; the exit code is 0 on success, 1 on failure, 2 for an invalid command line, 130 after Ctrl+C. Commands that
    /// work on files, such as restoring a backup, exist only in the tool.
    /// </remarks>
    /// <param name="services">The services of the host, with <c>AddGuildConfig</c> called. They are used when a command runs, and not disposed.</param>
    /// <returns>The command, to be added to a <see cref="RootCommand"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    /// <example>
    /// <code>
    /// var root = new RootCommand("My bot.") { GuildConfigCommands.Create(host.Services) };
    /// Environment.ExitCode = await root.Parse(args).InvokeAsync();
    /// </code>
    /// </example>
    public static Command Create(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new CommonOptions();
        var command = new Command("guild-config", "Show, change, copy and check the configuration of guilds.");
        options.AddTo(command);
        AddTo(command, new HostServices(services), options);
        return command;
    }

    // Adds all commands that work on the library's services.
    internal static void AddTo(Command parent, IServiceSource source, CommonOptions options)
    {
        Command[] commands =
        [
            new WhereCommand(source, options),
            new ShowCommand(source, options),
            new ListCommand(source, options),
            new GrepCommand(source, options),
            new SetChannelCommand(source, options),
            new SetBackgroundCommand(source, options),
            new ClearBackgroundCommand(source, options),
            new SettingsCommand(source, options),
            new SchemaCommand(source, options),
            new DeleteCommand(source, options),
            new HistoryCommand(source, options),
            new UndoCommand(source, options),
            new RestoreCommand(source, options),
            new WatchCommand(source, options),
            new HealthCommand(source, options),
            new StatsCommand(source, options),
            new RefreshCommand(source, options),
            new VerifyCommand(source, options),
            new BackupCommand(source, options),
            new DiffCommand(source, options),
            new ExportCommand(source, options),
            new ImportCommand(source, options),
            new PruneCommand(source, options),
            new DepartedCommand(source, options),
            new Command("erase", "Erase data that must not be kept.") { new EraseGuildCommand(source, options), new EraseUserCommand(source, options) },
        ];
        foreach (var command in commands)
        {
            parent.Subcommands.Add(command);
        }
    }
}
