using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Settings;

/// <summary>Reads and edits the stored JSON of an unregistered section. Other sections stay byte for byte.</summary>
internal sealed class StoredSection(SchemaFile? schema)
{
    private const int LongestSafeNumber = 15;
    private const string AnotherItem = "-";

    /// <summary>Returns the stored value at a path.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static JsonNode? Read(GuildConfigSnapshot guild, string path)
    {
        var parts = SettingsPath.Split(path);
        var at = Open(guild, parts[0]) ?? throw NothingAt(guild, path);
        foreach (var part in parts.Skip(1))
        {
            at = TryStep(at, part, out var inner) ? inner : throw NothingAt(guild, path);
        }

        return at;
    }

    /// <summary>Returns the guild's settings with a value written: JSON, or text as it is. A string stays a string, and so does a number that is too long for JavaScript.</summary>
    public string Write(GuildConfigSnapshot guild, string path, string typed)
    {
        var parts = SettingsPath.Split(path);
        if (schema is not null && !schema.Knows(parts[0]))
        {
            throw CommandException.NotUnderstood($"The schema has no section '{parts[0]}'. It has: {string.Join(", ", schema.Sections)}.");
        }

        if (parts.Count == 1)
        {
            return Store(guild, parts[0], Parse(typed, present: null, isText: false) as JsonObject ?? throw CommandException.NotUnderstood($"A section must be a JSON object, which '{typed}' is not."));
        }

        var section = Open(guild, parts[0]) as JsonObject ?? [];
        JsonNode at = section;
        foreach (var part in parts.Skip(1).SkipLast(1))
        {
            at = TryStep(at, part, out var inner) && inner is JsonObject or JsonArray ? inner! : Add(at, part, path);
        }

        Put(at, parts[^1], typed, path);
        return Store(guild, parts[0], section);
    }

    /// <summary>Returns the guild's settings without the value at a path.</summary>
    public string Reset(GuildConfigSnapshot guild, string path)
    {
        _ = Read(guild, path);
        var parts = SettingsPath.Split(path);
        if (parts.Count == 1)
        {
            return Store(guild, parts[0], section: null);
        }

        var section = (JsonObject)Open(guild, parts[0])!;
        JsonNode at = section;
        foreach (var part in parts.Skip(1).SkipLast(1))
        {
            _ = TryStep(at, part, out var inner);
            at = inner!;
        }

        if (at is JsonArray list)
        {
            list.RemoveAt(int.Parse(parts[^1], CultureInfo.InvariantCulture));
        }
        else
        {
            at.AsObject().Remove(parts[^1]);
        }

        return Store(guild, parts[0], section);
    }

    private static JsonNode? Open(GuildConfigSnapshot guild, string section)
    {
        var document = SettingsDocument.Parse(guild.Settings.Text);
        try
        {
            return document.TryGet(section, out var stored) ? WholeNode.Parse(stored.Span) : null;
        }
        catch (JsonException damage)
        {
            throw new CommandException($"The section '{section}' of guild {guild.GuildId} cannot be edited: {damage.Message}", ExitCodes.Failed);
        }
    }

    private static bool TryStep(JsonNode? at, string part, out JsonNode? inner)
    {
        inner = null;
        if (at is JsonArray list && SettingsPath.TryIndex(part, out var index) && index < list.Count)
        {
            inner = list[index];
            return true;
        }

        return at is JsonObject members && members.TryGetPropertyValue(part, out inner);
    }

    private static JsonObject Add(JsonNode at, string part, string path)
    {
        var added = new JsonObject();
        Put(at, part, path, (_, _) => added);
        return added;
    }

    private static void Put(JsonNode at, string part, string typed, string path)
        => Put(at, part, path, (present, isText) => Parse(typed, present, isText));

    private static void Put(JsonNode at, string part, string path, Func<JsonNode?, bool, JsonNode?> value)
    {
        switch (at)
        {
            case JsonObject members:
                members[part] = value(members[part], IsText(members[part]));
                break;
            case JsonArray list when part == AnotherItem:
                list.Add(value(null, list.Count > 0 && IsText(list[0])));
                break;
            case JsonArray list when SettingsPath.TryIndex(part, out var index) && index < list.Count:
                list[index] = value(list[index], IsText(list[index]));
                break;
            default:
                throw CommandException.NotUnderstood($"There is no place '{path}': the value before '{part}' is a list without it, or not a container.");
        }
    }

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static JsonNode? Parse(string typed, JsonNode? present, bool isText)
    {
        if ((isText && typed != "null") || (typed.Length > LongestSafeNumber && typed.All(char.IsAsciiDigit) && present?.GetValueKind() != JsonValueKind.Number))
        {
            return typed;
        }

        try
        {
            return WholeNode.Parse(Encoding.UTF8.GetBytes(typed));
        }
        catch (JsonException)
        {
            return typed;
        }
    }

    private static CommandException NothingAt(GuildConfigSnapshot guild, string path)
        => CommandException.NotUnderstood($"Guild {guild.GuildId} has nothing stored at '{path}'. It has the sections: {string.Join(", ", SettingsDocument.Parse(guild.Settings.Text).Sections.DefaultIfEmpty("none"))}.");

    private string Store(GuildConfigSnapshot guild, string name, JsonObject? section)
    {
        if (section is not null && schema?.FindViolations(name, section) is { Count: > 0 } violations)
        {
            throw new CommandException($"The section '{name}' would not be valid: {string.Join("; ", violations)}. Nothing was changed.", ExitCodes.Failed);
        }

        var stored = section is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(Output.JsonText.Of(section));
        return SettingsDocument.Parse(guild.Settings.Text).With([(name, stored)]).ToString();
    }
}
