using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage.Transfer;

namespace DroasBot.GuildConfig.Tool.Output;

/// <summary>Reports what a move copied, and how fast.</summary>
internal sealed class MoveSummary(MoveReport report, TimeSpan elapsed) : IReport
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
            ? "The copy was verified: no problems found. The bots can use it now; later changes to the old database are not in it."
            : "These problems were found in the copy. Problems of the old database were copied too: run 'verify' there.";
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
