using System.Globalization;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>Reads a line of an export.</summary>
internal static class GuildLineReader
{
    private const int MostShown = 60;

    /// <exception cref="FormatException">The line is not what an export writes.</exception>
    public static GuildRecord Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, StoredSettings.AnyDepth);
            return ReadGuild(ReadMembers(document.RootElement, GuildMembers.GuildId, GuildMembers.WelcomeChannelId, GuildMembers.Background, GuildMembers.Settings));
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"It is not JSON. {malformed.Message}", malformed);
        }
    }

    private static GuildRecord ReadGuild(Dictionary<string, JsonElement> members)
        => new(
            ReadId(Required(members, GuildMembers.GuildId), GuildMembers.GuildId),
            Optional(members, GuildMembers.WelcomeChannelId) is { } channel ? ReadId(channel, GuildMembers.WelcomeChannelId) : null,
            Optional(members, GuildMembers.Background) is { } background ? ReadBackground(ReadMembers(background, GuildMembers.FilePath, GuildMembers.ContentHash, GuildMembers.MediaType)) : null,
            Optional(members, GuildMembers.Settings) is { } settings ? ReadSettings(settings) : GuildRecord.NoSettings);

    private static GuildBackground ReadBackground(Dictionary<string, JsonElement> members)
    {
        var hash = Optional(members, GuildMembers.ContentHash) is { } content ? ReadText(content, GuildMembers.ContentHash) : null;
        if (hash is not null && members.ContainsKey(GuildMembers.FilePath))
        {
            throw new FormatException($"A background has either '{GuildMembers.FilePath}' or '{GuildMembers.ContentHash}'.");
        }

        var path = hash is null ? ReadText(Required(members, GuildMembers.FilePath), GuildMembers.FilePath) : null;
        return new(path, hash, ReadText(Required(members, GuildMembers.MediaType), GuildMembers.MediaType));
    }

    private static string ReadSettings(JsonElement settings)
        => settings.ValueKind switch
        {
            JsonValueKind.Object => settings.GetRawText(),
            JsonValueKind.String => ReadText(settings, GuildMembers.Settings),
            _ => throw new FormatException($"'{GuildMembers.Settings}' is neither an object nor the text of one."),
        };

    private static ulong ReadId(JsonElement value, string name)
        => value.ValueKind == JsonValueKind.String
            && ulong.TryParse(ReadText(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != 0
                ? id
                : throw new FormatException($"'{name}' is {Shown(value)}, which is not an id: a string of digits, not 0.");

    private static string ReadText(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException unfit)
        {
            throw new FormatException($"'{name}' is {Shown(value)}, which is not text.", unfit);
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException unfit)
        {
            throw new FormatException("The name of a member is not text.", unfit);
        }
    }

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= MostShown ? text : text[..MostShown] + "...";
    }

    private static JsonElement Required(Dictionary<string, JsonElement> members, string name)
        => Optional(members, name) ?? throw new FormatException($"'{name}' is missing.");

    private static JsonElement? Optional(Dictionary<string, JsonElement> members, string name)
        => members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Dictionary<string, JsonElement> ReadMembers(JsonElement value, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{Shown(value)} is not a JSON object.");
        }

        var members = new Dictionary<string, JsonElement>();
        foreach (var member in value.EnumerateObject())
        {
            var name = NameOf(member);
            if (!names.Contains(name))
            {
                throw new FormatException($"{QuotedText.Of(name)} is not a member of an export.");
            }

            if (!members.TryAdd(name, member.Value))
            {
                throw new FormatException($"'{name}' is duplicated.");
            }
        }

        return members;
    }
}
