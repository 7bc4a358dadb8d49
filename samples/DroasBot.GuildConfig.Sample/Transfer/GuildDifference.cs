using System.Globalization;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Transfer;

/// <summary>What an import does to one guild.</summary>
internal sealed class GuildDifference(GuildConfigSnapshot before, GuildConfigSnapshot after)
{
    /// <summary>Gets whether the guild has no row yet. One that has nothing to store in it is created too.</summary>
    public bool IsCreation => !before.Exists;

    /// <summary>Gets whether a row has still to be made, since the guild has nothing that differs from the defaults.</summary>
    public bool IsRowAlone => !after.Exists;

    public bool IsChange => before.Exists && after.Revision != before.Revision;

    public ulong GuildId => before.GuildId;

    public override string ToString()
    {
        var verb = IsCreation ? "create" : IsChange ? "change" : "unchanged";
        return string.Create(CultureInfo.InvariantCulture, $"{verb,-9}  {GuildId,-20}  {string.Join("; ", Details())}").TrimEnd();
    }

    private IEnumerable<string> Details()
    {
        if (SnapshotText.Channel(before) != SnapshotText.Channel(after))
        {
            yield return $"channel {SnapshotText.Channel(before)} -> {SnapshotText.Channel(after)}";
        }

        if (SnapshotText.Background(before) != SnapshotText.Background(after))
        {
            yield return $"background {SnapshotText.Background(before)} -> {SnapshotText.Background(after)}";
        }

        if (before.SettingsJson != after.SettingsJson)
        {
            yield return $"settings {string.Join(", ", StoredSettings.DifferentSections(before.SettingsJson, after.SettingsJson))}".TrimEnd();
        }
    }
}
