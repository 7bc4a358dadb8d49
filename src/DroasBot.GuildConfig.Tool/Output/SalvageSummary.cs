using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage.Sqlite.Salvage;

namespace DroasBot.GuildConfig.Tool.Output;

/// <summary>Reports what a salvage saved and lost.</summary>
internal sealed class SalvageSummary(SalvageReport report) : IReport
{
    public IEnumerable<Line> ToLines(int width)
    {
        yield return new Line($"Saved what could be read of '{report.Damaged}' into '{report.Target}', up to revision {report.Revision}.", Tone.Strong);
        if (report.Log is not null)
        {
            yield return report.Log;
        }

        foreach (var table in report.Tables)
        {
            yield return $"{table.Kept,12:N0}  {table.Name}{(table.Lost > 0 ? $", and {table.Lost:N0} lost" : "")}{(table.MayLackMore ? ", and perhaps more that cannot be counted" : "")}";
        }

        foreach (var guild in report.Guilds)
        {
            yield return guild;
        }

        foreach (var problem in report.Problems)
        {
            yield return new Line(problem, Tone.Warning);
        }

        yield return report.Problems.Count == 0 ? "The new database was verified: no problems found." : "These problems were found in the new database.";
    }

    public JsonObject ToJson()
        => new()
        {
            ["damaged"] = report.Damaged,
            ["to"] = report.Target,
            ["revision"] = report.Revision,
            ["log"] = report.Log,
            ["tables"] = new JsonArray([.. report.Tables.Select(table => new JsonObject
            {
                ["name"] = table.Name,
                ["kept"] = table.Kept,
                ["lost"] = table.Lost,
                ["mayLackMore"] = table.MayLackMore,
            })]),
            ["guilds"] = new JsonArray([.. report.Guilds]),
            ["problems"] = new JsonArray([.. report.Problems]),
        };
}
