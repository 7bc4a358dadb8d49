using System.Text.Json;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>Looks into the text of a guild's settings.</summary>
internal static class StoredSettings
{
    /// <summary>Gets the options for text of other hosts, which may nest as deep as it likes.</summary>
    public static JsonDocumentOptions AnyDepth { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>Whether the text is a JSON object with nothing around it, and on one line.</summary>
    public static bool IsPlainObject(string settings)
    {
        if (!settings.StartsWith('{') || !settings.EndsWith('}') || settings.AsSpan().ContainsAny('\r', '\n'))
        {
            return false;
        }

        using var document = TryParse(settings);
        return document is not null;
    }

    /// <summary>Names the sections that a guild has set; none if the text cannot be read.</summary>
    public static IEnumerable<string> Sections(string settings) => ReadSections(settings).Keys;

    /// <summary>Names the sections that differ between two texts, in the order in which they are met.</summary>
    public static IReadOnlyList<string> DifferentSections(string before, string after)
    {
        var (old, @new) = (ReadSections(before), ReadSections(after));
        return [.. old.Keys.Union(@new.Keys).Where(name => old.GetValueOrDefault(name) != @new.GetValueOrDefault(name))];
    }

    private static Dictionary<string, string> ReadSections(string settings)
    {
        var sections = new Dictionary<string, string>();
        using var document = TryParse(settings);
        if (document?.RootElement is { ValueKind: JsonValueKind.Object } root)
        {
            foreach (var section in root.EnumerateObject())
            {
                sections[section.Name] = section.Value.GetRawText();
            }
        }

        return sections;
    }

    private static JsonDocument? TryParse(string settings)
    {
        try
        {
            return JsonDocument.Parse(settings, AnyDepth);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
