using System.CommandLine;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Transfer;
using DroasBot.GuildConfig.Tool.Databases;

namespace DroasBot.GuildConfig.Tool.Commands;

internal sealed class MoveCommand : GuildConfigCommand
{
    private readonly Option<string> _from = Database("--from", "The database that is copied, and stays as it is: an SQLite file, or a connection string of PostgreSQL.");
    private readonly Option<string> _to = Database("--to", "The database that is filled, named likewise: missing or empty. No bot starts on it before the move has come to its end.");

    public MoveCommand(DatabaseSource source, CommonOptions options)
        : base("move", "Copy a whole database into another, with history and images: from SQLite to PostgreSQL, back, or between two of a kind. Stop the bots first.", options)
    {
        Options.Add(_from);
        Options.Add(_to);
        Validators.Add(result =>
        {
            if (source.IsNamed(result))
            {
                result.AddError("A move names its databases by --from and --to alone.");
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

    private sealed class RowsAsProgress(IProgress<GuildConfigPreloadProgress> progress) : IProgress<RowProgress>
    {
        public void Report(RowProgress value) => progress.Report(new GuildConfigPreloadProgress(value.Done, value.Total));
    }

    private sealed class MoveSummary(MoveReport report, TimeSpan elapsed) : IReport
    {
        public IEnumerable<Line> ToLines(int width)
        {
            var rows = report.Rows.Values.Sum();
            yield return new Line($"Moved {rows:N0} rows in {elapsed.TotalSeconds:N1} s ({rows / elapsed.TotalSeconds:N0}/s), up to revision {report.Revision}.", Tone.Strong);
            yield return $"from  {report.Source}";
            yield return $"to    {report.Target}";
            foreach (var (table, count) in report.Rows)
            {
                yield return $"{count,12:N0}  {table}";
            }

            foreach (var problem in report.Problems)
            {
                yield return new Line(problem, Tone.Warning);
            }

            yield return report.Problems.Count == 0
                ? "The copy was verified: no problems found. Let the bots use it now; what is changed in the old one from here on is not in it."
                : "These problems were found in the copy. What was wrong in the old database is wrong in it too: run 'verify' there.";
        }

        public JsonObject ToJson()
            => new()
            {
                ["from"] = report.Source,
                ["to"] = report.Target,
                ["revision"] = report.Revision,
                ["rows"] = new JsonObject(report.Rows.Select(table => KeyValuePair.Create(table.Key, (JsonNode?)table.Value))),
                ["seconds"] = elapsed.TotalSeconds,
                ["problems"] = new JsonArray([.. report.Problems]),
            };
    }
}
