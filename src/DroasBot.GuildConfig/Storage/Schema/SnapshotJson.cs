using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The JSON format of configurations in the change log. Ids are strings, since many JSON readers do not support 64-bit integers.</summary>
internal static class SnapshotJson
{
    /// <summary>The member of a background that refers to an image in the database.</summary>
    public const string ContentHashMember = "contentHash";

    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Settings may be nested 64 levels deep, the limit for raw values of a writer; here they are nested one level deeper.</summary>
    private static readonly JsonDocumentOptions _nestedOnce = new() { MaxDepth = 65 };

    public static string Write(GuildConfigSnapshot snapshot)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, _options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("revision", snapshot.Revision);
            writer.WriteNumber("createdAt", snapshot.CreatedAtMilliseconds);
            writer.WriteNumber("updatedAt", snapshot.UpdatedAtMilliseconds);
            if (snapshot.WelcomeChannelId is { } channel)
            {
                writer.WriteString("welcomeChannelId", channel.ToString(CultureInfo.InvariantCulture));
            }

            if (snapshot.Background is { } background)
            {
                WriteBackground(writer, background);
            }

            WriteSettings(writer, snapshot.Settings.Text.Span);
            WriteDefaults(writer, snapshot.Settings);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <returns>The configuration; <see langword="null"/> if the text cannot be read.</returns>
    public static GuildConfigSnapshot? TryRead(ulong guildId, string json, SettingsRegistry registry)
    {
        try
        {
            return Read(guildId, json, registry);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <exception cref="FormatException">The text cannot be read.</exception>
    public static GuildConfigSnapshot Read(ulong guildId, string json, SettingsRegistry registry)
    {
        try
        {
            return Parse(guildId, json, registry);
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new FormatException("The text of a configuration in the audit trail cannot be read.", damaged);
        }
    }

    /// <summary>Replaces the settings in a text, and changes nothing else in it.</summary>
    /// <param name="json">The text.</param>
    /// <param name="map">Maps the settings to new ones; returns <see langword="null"/> to keep them.</param>
    /// <returns>The text; <see langword="null"/> if it is unchanged, or cannot be read.</returns>
    public static string? MapSettings(string json, Func<string, string?> map)
    {
        try
        {
            var text = RawJsonObject.Parse(Encoding.UTF8.GetBytes(json));
            return text.TryGet("settings", out var settings) && settings.Span.StartsWith("{"u8) && map(Encoding.UTF8.GetString(settings.Span)) is { } other
                ? Encoding.UTF8.GetString(text.With("settings", Encoding.UTF8.GetBytes(other)).Utf8.Span)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static GuildConfigSnapshot Parse(ulong guildId, string json, SettingsRegistry registry)
    {
        using var document = JsonDocument.Parse(json, _nestedOnce);
        var root = document.RootElement;
        return new GuildConfigSnapshot(
            guildId,
            root.TryGetProperty("welcomeChannelId", out var channel) ? ReadChannel(channel) : null,
            root.TryGetProperty("background", out var background) ? ReadBackground(background) : null,
            registry.Read(ReadSettings(root.GetProperty("settings")), root.TryGetProperty("defaults", out var defaults) ? defaults.GetRawText() : null),
            ReadTime(root, "createdAt"),
            ReadTime(root, "updatedAt"),
            root.GetProperty("revision").GetInt64() is > 0 and var revision ? revision : throw new FormatException("It has no revision."));
    }

    private static ulong ReadChannel(JsonElement channel)
        => ulong.TryParse(channel.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != 0
            ? id
            : throw new FormatException("Its welcome channel is not a snowflake.");

    private static long ReadTime(JsonElement root, string name)
        => root.GetProperty(name).GetInt64() is var milliseconds && StoredTime.IsTime(milliseconds)
            ? milliseconds
            : throw new FormatException($"Its {name} is not a time in Unix milliseconds.");

    private static void WriteBackground(Utf8JsonWriter writer, BackgroundAsset background)
    {
        writer.WriteStartObject("background");
        writer.WriteString("id", background.Id);
        if (background.FilePath is { } filePath)
        {
            writer.WriteString("filePath", filePath);
        }

        if (background.ContentHash is { } hash)
        {
            writer.WriteString(ContentHashMember, hash);
        }

        writer.WriteString("mediaType", background.MediaType);
        writer.WriteNumber("createdAt", background.CreatedAt.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
    }

    private static BackgroundAsset ReadBackground(JsonElement background)
    {
        var filePath = background.TryGetProperty("filePath", out var path) ? path.GetString() : null;
        var contentHash = background.TryGetProperty(ContentHashMember, out var hash) ? hash.GetString() : null;
        return (filePath is null) == (contentHash is null)
            ? throw new FormatException("Its background has both a path and a hash, or neither.")
            : new(
                background.GetProperty("id").GetGuid(),
                filePath,
                background.GetProperty("mediaType").GetString() ?? throw new FormatException("Its background has no media type."),
                DateTimeOffset.FromUnixTimeMilliseconds(ReadTime(background, "createdAt")),
                contentHash);
    }

    /// <summary>Exactly as stored: as JSON if it is a plain JSON object, as a string if it is damaged or surrounded by white space.</summary>
    private static void WriteSettings(Utf8JsonWriter writer, ReadOnlySpan<byte> settings)
    {
        writer.WritePropertyName("settings");
        try
        {
            if (settings is [(byte)'{', .., (byte)'}'])
            {
                writer.WriteRawValue(settings);
                return;
            }
        }
        catch (JsonException)
        {
            // Damaged; nothing has been written yet.
        }

        writer.WriteStringValue(settings);
    }

    /// <summary>Members that were not stored had the defaults of the time, and the history must not change when the defaults do.</summary>
    private static void WriteDefaults(Utf8JsonWriter writer, GuildSettings settings)
    {
        var defaults = settings.HeldDefaults ?? settings.Registry.DefaultsText;
        if (defaults != GuildSettings.EmptyJson)
        {
            writer.WritePropertyName("defaults");
            writer.WriteRawValue(defaults, skipInputValidation: true);
        }
    }

    private static string ReadSettings(JsonElement settings)
        => settings.ValueKind == JsonValueKind.String ? settings.GetString()! : settings.GetRawText();
}
