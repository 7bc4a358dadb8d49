using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The effect of an import on one guild.</summary>
internal sealed class GuildDifference(GuildConfigSnapshot before, GuildConfigSnapshot after) : IReport
{
    /// <summary>Gets whether the guild has no row yet. A guild with nothing to store is created too.</summary>
    public bool IsCreation => !before.Exists;

    /// <summary>Gets whether the row still has to be created, since the guild has only defaults.</summary>
    public bool IsRowAlone => !after.Exists;

    public bool IsChange => before.Exists && after.Revision != before.Revision;

    public ulong GuildId => before.GuildId;

    private string Verb => IsCreation ? "create" : IsChange ? "change" : "unchanged";

    private IReadOnlyList<GuildConfigDifference> Differences => SettingsDifferences.Find(before, after);

    public IEnumerable<Line> ToLines(int width) => [$"{Verb,-9}  {GuildId}", .. DifferenceLines.Of(Differences, "    ", width)];

    public JsonObject ToJson() => new() { ["guildId"] = GuildJson.Id(GuildId), ["effect"] = Verb, ["differences"] = GuildJson.Of(Differences) };
}
