using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>What a command changed in a guild.</summary>
/// <param name="guild">The guild afterwards.</param>
/// <param name="differences">The altered values.</param>
/// <param name="isDryRun">Whether nothing was stored.</param>
internal sealed class EditReport(GuildConfigSnapshot guild, IReadOnlyList<GuildConfigDifference> differences, bool isDryRun) : IReport
{
    public IEnumerable<Line> ToLines(int width)
        => differences.Count == 0
            ? [$"Guild {guild.GuildId}, revision {guild.Revision}: unchanged."]
            : [new Line($"Guild {guild.GuildId}{Effect}:", Tone.Strong), .. DifferenceLines.Of(differences, "  ", width)];

    private string Effect
        => isDryRun ? " would change (nothing was written)"
            : guild.Exists ? $", revision {guild.Revision}"
            : " has nothing stored now";

    public JsonObject ToJson()
        => new() { ["changed"] = differences.Count > 0 && !isDryRun, ["differences"] = GuildJson.Of(differences), ["guild"] = GuildJson.Of(guild) };
}
