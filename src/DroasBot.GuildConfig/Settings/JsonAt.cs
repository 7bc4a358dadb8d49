using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Finds values inside a value.</summary>
internal static class JsonAt
{
    /// <summary>Gets the members of an object by name.</summary>
    public static Dictionary<string, JsonElement> Members(this JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(value.GetPropertyCount());
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    /// <summary>Finds the value at a path in its section; <see langword="null"/> if there is none.</summary>
    /// <param name="section">The section's value.</param>
    /// <param name="path">A path whose first part is the section.</param>
    public static JsonElement? Find(JsonElement section, string path)
    {
        var value = section;
        foreach (var part in SettingsPath.Split(path).Skip(1))
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(part, out var member))
            {
                value = member;
            }
            else if (value.ValueKind == JsonValueKind.Array && SettingsPath.TryIndex(part, out var index) && index < value.GetArrayLength())
            {
                value = value[index];
            }
            else
            {
                return null;
            }
        }

        return value;
    }
}
