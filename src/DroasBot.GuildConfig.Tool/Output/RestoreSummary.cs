using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Tool.Output;

/// <summary>Reports what a restore put in place, and what it set aside.</summary>
internal sealed class RestoreSummary(RestoreReport report) : IReport
{
    public IEnumerable<Line> ToLines(int width)
    {
        yield return new Line($"Restored '{report.Database}' from '{report.Backup}': revision {report.Revision}.", Tone.Strong);
        foreach (var file in report.SetAside)
        {
            yield return $"set aside  {file}";
        }

        if (report.Unseen is not null)
        {
            yield return new Line(report.Unseen, Tone.Warning);
        }
    }

    public JsonObject ToJson()
        => new()
        {
            ["database"] = report.Database,
            ["backup"] = report.Backup,
            ["revision"] = report.Revision,
            ["setAside"] = new JsonArray([.. report.SetAside]),
        };
}
