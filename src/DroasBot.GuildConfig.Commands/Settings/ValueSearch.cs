using System.Globalization;
using System.Text.Json;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Settings;

/// <summary>Looks through all that a guild has stored for a value: an id or a number as a whole, text as a part of text in any case.</summary>
/// <param name="wanted">What is looked for.</param>
/// <param name="path">Where; <see langword="null"/> for everywhere. What is inside of a path belongs to it.</param>
/// <param name="isExact">Whether text counts as a whole only, with its case.</param>
internal sealed class ValueSearch(string wanted, string? path, bool isExact)
{
    private static readonly JsonDocumentOptions _anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>A part of an id is another id.</summary>
    private readonly bool _isNumber = wanted.Length > 0 && wanted.All(char.IsAsciiDigit);

    /// <summary>Finds paths and values, in the order in which they are stored.</summary>
    public IReadOnlyList<(string Path, string Value)> Find(GuildConfigSnapshot guild)
    {
        var found = new List<(string, string)>();
        if (guild.WelcomeChannelId is { } channel)
        {
            AddIfWanted(found, GuildConfigSnapshot.WelcomeChannelPath, channel.ToString(CultureInfo.InvariantCulture));
        }

        if (guild.Background is { } background)
        {
            AddIfWanted(found, GuildConfigSnapshot.BackgroundPath, background.FilePath ?? background.ContentHash!);
        }

        try
        {
            using var settings = JsonDocument.Parse(guild.SettingsJson, _anyDepth);
            Find(found, "", settings.RootElement);
        }
        catch (JsonException)
        {
            // Damaged text is text.
            AddIfWanted(found, "settings", guild.SettingsJson);
        }

        return found;
    }

    private void Find(List<(string, string)> found, string at, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Find(found, SettingsPath.Append(at, member.Name), member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    Find(found, SettingsPath.Append(at, index.ToString(CultureInfo.InvariantCulture)), item);
                }

                break;
            case JsonValueKind.String:
                AddIfWanted(found, at, value.GetString()!);
                break;
            default:
                AddIfWanted(found, at, value.GetRawText());
                break;
        }
    }

    private void AddIfWanted(List<(string, string)> found, string at, string value)
    {
        if (IsWanted(value) && (path is null || at == path || at.StartsWith(path + SettingsPath.Separator, StringComparison.Ordinal)))
        {
            found.Add((at, value));
        }
    }

    private bool IsWanted(string value)
        => isExact || _isNumber ? value == wanted : value.Contains(wanted, StringComparison.OrdinalIgnoreCase);
}
