using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Compares two versions of a guild value by value.</summary>
internal static class SettingsDifferences
{
    /// <summary>Finds all differing values: members of objects individually, lists as a whole.</summary>
    /// <param name="before">The guild before; <see langword="null"/> if it had no configuration.</param>
    /// <param name="after">The guild after; <see langword="null"/> if it has none.</param>
    public static IReadOnlyList<GuildConfigDifference> Find(GuildConfigSnapshot? before, GuildConfigSnapshot? after)
    {
        var found = new List<GuildConfigDifference>();
        AddIfDifferent(found, GuildConfigSnapshot.WelcomeChannelPath, Channel(before), Channel(after));
        AddIfDifferent(found, GuildConfigSnapshot.BackgroundPath, Background(before), Background(after));
        if ((before ?? after)?.Settings is { } settings)
        {
            CompareSections(found, before?.Settings ?? Defaults(after!), after?.Settings ?? Defaults(before!), settings);
        }

        return found;
    }

    /// <summary>A guild without a configuration has the defaults of that time.</summary>
    private static GuildSettings Defaults(GuildConfigSnapshot other) => other.Settings.Registry.Read(GuildSettings.EmptyJson, other.Settings.HeldDefaults);

    private static void CompareSections(List<GuildConfigDifference> found, GuildSettings before, GuildSettings after, GuildSettings any)
    {
        if (before.HasSameText(after) && before.HeldDefaults == after.HeldDefaults)
        {
            return;
        }

        var (old, @new) = (SettingsDocument.Parse(before.Text), SettingsDocument.Parse(after.Text));
        foreach (var name in any.Registry.Sections.Select(section => section.Name).Concat(old.Sections).Concat(@new.Sections).Distinct())
        {
            Compare(found, SettingsPath.Append("", name), ToJson(before, old, name), ToJson(after, @new, name));
        }
    }

    /// <summary>Unreadable or unregistered sections are shown as stored.</summary>
    private static JsonNode? ToJson(GuildSettings settings, SettingsDocument document, string name)
    {
        try
        {
            if (settings.Registry.Sections.FirstOrDefault(section => section.Name == name) is { } section)
            {
                return section.ToJson(guildId: 0, settings);
            }
        }
        catch (GuildConfigException)
        {
            // Shown below.
        }

        var isStored = document.TryGet(name, out var stored);
        try
        {
            return isStored ? WholeNode.Parse(stored.Span) : null;
        }
        catch (JsonException)
        {
            // The text itself, since two unreadable sections may differ.
            return JsonValue.Create(Encoding.UTF8.GetString(stored.Span));
        }
    }

    private static void Compare(List<GuildConfigDifference> found, string path, JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject old && after is JsonObject @new)
        {
            foreach (var name in old.Select(member => member.Key).Union(@new.Select(member => member.Key)).ToList())
            {
                Compare(found, SettingsPath.Append(path, name), old[name], @new[name]);
            }
        }
        else
        {
            AddIfDifferent(found, path, before, after);
        }
    }

    private static void AddIfDifferent(List<GuildConfigDifference> found, string path, JsonNode? before, JsonNode? after)
    {
        if (!JsonNode.DeepEquals(before, after))
        {
            found.Add(new GuildConfigDifference(path, before?.DeepClone(), after?.DeepClone()));
        }
    }

    private static JsonValue? Channel(GuildConfigSnapshot? snapshot)
        => snapshot?.WelcomeChannelId is { } channel ? JsonValue.Create(channel.ToString(CultureInfo.InvariantCulture)) : null;

    private static JsonObject? Background(GuildConfigSnapshot? snapshot)
        => snapshot?.Background is not { } background ? null
            : background.ContentHash is { } hash ? new JsonObject { ["contentHash"] = hash, ["mediaType"] = background.MediaType }
            : new JsonObject { ["filePath"] = background.FilePath, ["mediaType"] = background.MediaType };
}
