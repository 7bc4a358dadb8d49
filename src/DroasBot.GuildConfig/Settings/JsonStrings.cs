using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Strings in JSON, which may have an escaped surrogate without its partner: such a string has no text.</summary>
internal static class JsonStrings
{
    /// <summary>Gets the text of a string; <see langword="null"/> if the value is none, or has an unpaired surrogate.</summary>
    public static string? TextOf(JsonNode value)
    {
        try
        {
            return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
