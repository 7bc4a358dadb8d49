using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>What an import does to one guild.</summary>
internal sealed class GuildDifference(GuildConfigSnapshot before, GuildConfigSnapshot after) : IReport
{
    /// <summary>Gets whether the guild has no row yet. One that has nothing to store in it is created too.</summary>
    public bool IsCreation => !before.Exists;

    /// <summary>Gets whether a row has still to be made, since the guild has nothing that differs from the defaults.</summary>
    public bool IsRowAlone => !after.Exists;

    public bool IsChange => before.Exists && after.Revision != before.Revision;

    public ulong GuildId => before.GuildId;

    private string Verb => IsCreation ? "create" : IsChange ? "change" : "unchanged";

    private IReadOnlyList<GuildConfigDifference> Differences => SettingsDifferences.Find(before, after);

    public IEnumerable<Line> ToLines(int width) => [$"{Verb,-9}  {GuildId}", .. DifferenceLines.Of(Differences, "    ", width)];

    public JsonObject ToJson() => new() { ["guildId"] = GuildJson.Id(GuildId), ["effect"] = Verb, ["differences"] = GuildJson.Of(Differences) };
}
