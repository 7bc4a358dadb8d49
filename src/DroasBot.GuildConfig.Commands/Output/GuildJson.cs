using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Guilds, changes and differences as JSON for scripts. Ids are strings, since many readers round numbers of that size.</summary>
internal static class GuildJson
{
    private static readonly JsonDocumentOptions _anyDepth = new() { MaxDepth = int.MaxValue };

    public static JsonObject Of(GuildConfigSnapshot guild)
        => new()
        {
            ["guildId"] = Id(guild.GuildId),
            ["exists"] = guild.Exists,
            ["revision"] = guild.Revision,
            ["createdAt"] = Time(guild.CreatedAt),
            ["updatedAt"] = Time(guild.UpdatedAt),
            ["welcomeChannelId"] = guild.WelcomeChannelId is { } channel ? Id(channel) : null,
            ["background"] = Background(guild.Background),
            ["settings"] = Settings(guild.SettingsJson),
        };

    public static JsonObject Of(GuildConfigChange change)
        => new()
        {
            ["revision"] = change.Revision,
            ["kind"] = change.Kind.ToString(),
            ["guildId"] = change.GuildId is { } guildId ? Id(guildId) : null,
            ["changedAt"] = Time(change.ChangedAt),
            ["actorId"] = change.ActorId is { } actorId ? Id(actorId) : null,
            ["reason"] = change.Reason,
            ["differences"] = Of(change.Differences),
        };

    public static JsonArray Of(IEnumerable<GuildConfigDifference> differences)
        => [.. differences.Select(difference => new JsonObject
        {
            ["path"] = difference.Path,
            ["before"] = difference.Before?.DeepClone(),
            ["after"] = difference.After?.DeepClone(),
        })];

    public static string Id(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static JsonObject? Background(BackgroundAsset? background)
        => background is null ? null
            : new JsonObject { ["filePath"] = background.FilePath, ["contentHash"] = background.ContentHash, ["mediaType"] = background.MediaType };

    /// <summary>As stored; damaged text as a string.</summary>
    private static JsonNode? Settings(string stored)
    {
        try
        {
            return JsonNode.Parse(stored, documentOptions: _anyDepth);
        }
        catch (JsonException)
        {
            return stored;
        }
    }
}
