using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Sample.Settings;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Writes a change as one line of plain text.</summary>
internal static class ChangeText
{
    public static string Line(GuildConfigChange change)
        => $"{change.ChangedAt:u}  revision {change.Revision}  {change.Kind}  {Who(change)}: {What(change)}";

    private static string Who(GuildConfigChange change)
    {
        var guild = change.GuildId is { } guildId ? $"guild {guildId}" : "all guilds";
        var actor = change.ActorId is { } actorId ? $" by {actorId}" : "";
        var reason = change.Reason is { } text ? $" \"{OnOneLine(text)}\"" : "";
        return guild + actor + reason;
    }

    private static string What(GuildConfigChange change)
        => change.Kind == GuildConfigChangeKind.Refreshed
            ? "caches load again, because somebody asked for it, or because changes were missed; read again what you keep"
            : string.Join(", ", Differences(change.Before, change.After).DefaultIfEmpty("all values are as before"));

    private static IEnumerable<string> Differences(GuildConfigSnapshot? before, GuildConfigSnapshot? after)
    {
        if (SnapshotText.Channel(before) is var oldChannel && SnapshotText.Channel(after) is var newChannel && oldChannel != newChannel)
        {
            yield return $"channel {oldChannel} -> {newChannel}";
        }

        if (SnapshotText.Background(before) is var oldBackground && SnapshotText.Background(after) is var newBackground && oldBackground != newBackground)
        {
            yield return $"background {oldBackground} -> {newBackground}";
        }

        foreach (var section in SampleSection.All)
        {
            if (!JsonNode.DeepEquals(section.TryRead(before), section.TryRead(after)))
            {
                yield return $"settings {section.Name}";
            }
        }
    }

    private static string OnOneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
