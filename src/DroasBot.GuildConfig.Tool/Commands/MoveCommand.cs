using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage.Transfer;
using DroasBot.GuildConfig.Tool.Databases;
using DroasBot.GuildConfig.Tool.Output;

namespace DroasBot.GuildConfig.Tool.Commands;

internal sealed class MoveCommand : GuildConfigCommand
{
    private readonly Option<string> _from = Database("--from", "The database to copy, which stays as it is: an SQLite file, or a PostgreSQL connection string.");
    private readonly Option<string> _to = Database("--to", "The database to fill, in the same form: missing or empty. No bot starts on it before the move is complete.");

    public MoveCommand(DatabaseSource source, CommonOptions options)
        : base("move", "Copy a whole database into another, with history and images: from SQLite to PostgreSQL, back, or between two of the same kind. Stop the bots first.", options)
    {
        Options.Add(_from);
        Options.Add(_to);
        Validators.Add(result =>
        {
            if (source.IsNamed(result))
            {
                result.AddError("A move takes its databases only from --from and --to.");
            }
        });
    }

    protected override async Task<int> ExecuteAsync(ParseResult parseResult, Screen screen, bool isConfirmed, CancellationToken cancellationToken)
    {
        var from = DatabaseName.Parse(parseResult.GetRequiredValue(_from));
        NearbyFiles.ThrowIfMissing(from);
        var source = from.Build(mayMake: false, _ => { });
        var target = DatabaseName.Parse(parseResult.GetRequiredValue(_to)).Build(mayMake: true, _ => { });
        await using (source.ConfigureAwait(false))
        await using (target.ConfigureAwait(false))
        {
            var begun = TimeProvider.System.GetTimestamp();
            var report = await screen.ShowProgressAsync(
                "Moving", progress => DatabaseMove.RunAsync(source, target, new RowsAsProgress(progress), cancellationToken)).ConfigureAwait(false);
            screen.Write(new MoveSummary(report, TimeProvider.System.GetElapsedTime(begun)));
            return report.Problems.Count == 0 ? ExitCodes.Succeeded : ExitCodes.Failed;
        }
    }

    private static Option<string> Database(string name, string description) => new(name) { Description = description, HelpName = "file|connection string", Required = true };
}
