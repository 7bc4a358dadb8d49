using System.Text.Json;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>Inspects the text of a guild's settings.</summary>
internal static class StoredSettings
{
    /// <summary>Gets the options for text of other hosts, which may be nested to any depth.</summary>
    public static JsonDocumentOptions AnyDepth { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>Whether the text is a JSON object with nothing around it, on one line.</summary>
    public static bool IsPlainObject(string settings)
    {
        if (!settings.StartsWith('{') || !settings.EndsWith('}') || settings.AsSpan().ContainsAny('\r', '\n'))
        {
            return false;
        }

        using var document = TryParse(settings);
        return document is not null;
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
