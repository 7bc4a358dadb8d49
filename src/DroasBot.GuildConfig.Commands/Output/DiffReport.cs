using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The differences between a guild in the database and the same guild in a file.</summary>
internal sealed class DiffReport(ulong guildId, GuildConfigSnapshot? there, GuildConfigSnapshot? here) : IReport
{
    private string Where => there is null ? "database" : here is null ? "file" : "both";

    private IReadOnlyList<GuildConfigDifference> Differences => SettingsDifferences.Find(there, here);

    public IEnumerable<Line> ToLines(int width)
    {
        yield return new Line($"guild {guildId}{(Where == "both" ? "" : $": in the {Where} only")}", Tone.Strong);
        foreach (var line in DifferenceLines.Of(Differences, "    ", width))
        {
            yield return line;
        }

        if (Where == "both" && Differences.Count == 0)
        {
            yield return "    the values are the same, but stored in a different form";
        }
    }

    public JsonObject ToJson() => new() { ["guildId"] = GuildJson.Id(guildId), ["in"] = Where, ["differences"] = GuildJson.Of(Differences) };
}
