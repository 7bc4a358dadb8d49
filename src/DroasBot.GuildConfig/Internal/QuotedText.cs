using System.Globalization;
using System.Text;

namespace DroasBot.GuildConfig.Internal;

/// <summary>Formats foreign text for messages: in quotes, on one line, and truncated.</summary>
internal static class QuotedText
{
    private const int MostCharacters = 80;

    public static string Of(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MostCharacters)))
        {
            if (char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029')
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                shown.Append(character);
            }
        }

        return shown.Append(text.Length > MostCharacters ? "...'" : "'").ToString();
    }
}
