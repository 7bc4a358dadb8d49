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
            : string.Join(", ", change.Differences.Select(difference => Describe(change, difference)).DefaultIfEmpty("all values are as before"));

    private static string Describe(GuildConfigChange change, GuildConfigDifference difference)
        => difference.Path switch
        {
            "welcomeChannelId" => $"channel {SnapshotText.Channel(change.Before)} -> {SnapshotText.Channel(change.After)}",
            "background" => $"background {SnapshotText.Background(change.Before)} -> {SnapshotText.Background(change.After)}",
            _ => $"{difference.Path} {Text(difference.Before)} -> {Text(difference.After)}",
        };

    private static string Text(JsonNode? value) => OnOneLine(SettingsText.Of(value));

    private static string OnOneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
