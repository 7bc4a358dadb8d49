using System.Globalization;
using System.Text;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The syntax of a path: names, indices and keys, separated by dots; a dot or a backslash in a part is escaped with a backslash.</summary>
internal static class SettingsPath
{
    public const char Separator = '.';
    private const char Escape = '\\';

    /// <summary>Appends a part to a path.</summary>
    public static string Append(string path, string part) => path.Length == 0 ? Quote(part) : $"{path}{Separator}{Quote(part)}";

    /// <summary>Prepends a part to a path.</summary>
    public static string Prepend(string part, string path) => path.Length == 0 ? Quote(part) : $"{Quote(part)}{Separator}{path}";

    /// <summary>Gets the parts of a path.</summary>
    /// <exception cref="ArgumentException">A part is empty, or the path ends within an escape.</exception>
    public static IReadOnlyList<string> Split(string path)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == Separator)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                i += path[i] == Escape ? 1 : 0;
                part.Append(i < path.Length ? path[i] : throw new ArgumentException($"The path {QuotedText.Of(path)} ends with a backslash, which must precede a dot or another backslash.", nameof(path)));
            }
        }

        parts.Add(part.ToString());
        return parts.Contains("")
            ? throw new ArgumentException($"The path {QuotedText.Of(path)} has an empty part. A path is a section and what is in it, as in 'moderation.warnLimit'.", nameof(path))
            : parts;
    }

    /// <summary>Parses a part that is a list index.</summary>
    public static bool TryIndex(string part, out int index) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    private static string Quote(string part)
        => part.Contains(Separator, StringComparison.Ordinal) || part.Contains(Escape, StringComparison.Ordinal)
            ? part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(".", "\\.", StringComparison.Ordinal)
            : part;
}
