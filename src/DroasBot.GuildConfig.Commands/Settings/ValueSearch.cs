using System.Globalization;
using System.Text.Json;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Settings;

/// <summary>Searches the stored values of a guild: ids and numbers match as a whole, text matches any part, ignoring case.</summary>
/// <param name="wanted">The value to find.</param>
/// <param name="path">The path to search, with everything inside it; <see langword="null"/> for everywhere.</param>
/// <param name="isExact">Whether text matches only as a whole, with its case.</param>
internal sealed class ValueSearch(string wanted, string? path, bool isExact)
{
    /// <summary>A part of an id is a different id.</summary>
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
            found.AddRange(FindInside(guild.Settings.Text.Span));
        }
        catch (JsonException)
        {
            // Search damaged text as text.
            AddIfWanted(found, "settings", guild.SettingsJson);
        }

        return found;
    }

    /// <summary>Avoids recursion, and builds paths only for matches: stored values may be nested to any depth.</summary>
    private List<(string, string)> FindInside(ReadOnlySpan<byte> settings)
    {
        var found = new List<(string, string)>();
        var parts = new List<(string? Name, int Index)>();
        var reader = new Utf8JsonReader(settings, RawJsonObject.AnyDepth);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    parts[^1] = (RawJsonObject.TextOf(ref reader), 0);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    CountItem(parts);
                    parts.Add((null, -1));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    CountItem(parts);
                    if (RawJsonObject.TextOf(ref reader) is var value && IsWanted(value))
                    {
                        AddIfWanted(found, string.Join(SettingsPath.Separator, parts.Select(part => SettingsPath.Append("", part.Name ?? part.Index.ToString(CultureInfo.InvariantCulture)))), value);
                    }

                    break;
            }
        }

        return found;
    }

    private static void CountItem(List<(string? Name, int Index)> parts)
    {
        if (parts is [.., (null, var index)])
        {
            parts[^1] = (null, index + 1);
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
