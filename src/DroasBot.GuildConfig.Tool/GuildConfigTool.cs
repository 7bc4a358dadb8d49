using System.CommandLine;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Tool.Commands;
using DroasBot.GuildConfig.Tool.Databases;

namespace DroasBot.GuildConfig.Tool;

/// <summary>The command line of the tool.</summary>
internal static partial class GuildConfigTool
{
    /// <summary>How long Ctrl+C waits for a command to end.</summary>
    private static readonly TimeSpan _terminationTimeout = TimeSpan.FromSeconds(10);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration configuration, CancellationToken cancellationToken = default)
    {
        configuration.EnableDefaultExceptionHandler = false;
        configuration.ProcessTerminationTimeout = _terminationTimeout;
        var options = new CommonOptions();

        // A value may begin with @, which would otherwise name a response file.
        var parseResult = CreateRoot(options).Parse(arguments.Length == 0 ? ["--help"] : arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parseResult.Errors.Count == 0
            ? await parseResult.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false)
            : CommandRun.Refuse(configuration, options.IsJson(parseResult), string.Join(' ', parseResult.Errors.Select(error => Password().Replace(error.Message, "$1=..."))) + " Try --help.");
    }

    private static RootCommand CreateRoot(CommonOptions options)
    {
        var source = new DatabaseSource();
        var root = new RootCommand("Shows, changes, checks, copies, moves and restores the configuration of a bot's guilds. Only 'init' creates a database.")
        {
            new InitCommand(source, options),
            new MoveCommand(source, options),
            new RestoreDatabaseCommand(source, options),
            new SalvageCommand(source, options),
        };
        source.AddTo(root);
        options.AddTo(root);
        GuildConfigCommands.AddTo(root, source, options);
        return root;
    }

    /// <summary>A password in an argument that the parser rejects and quotes: up to the end, since a password may have any character.</summary>
    [GeneratedRegex(@"\b(password|passwd|psw|pwd)\s*=.*", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Password();
}
