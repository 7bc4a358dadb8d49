using System.Buffers;
using System.Text;

namespace DroasBot.GuildConfig.Internal;

/// <summary>Detects text that cannot be stored: databases and JSON use UTF-8, which cannot represent an unpaired surrogate.</summary>
internal static class UnicodeText
{
    public static bool HasUnpairedSurrogate(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var index)
        {
            if (Rune.DecodeFromUtf16(text[index..], out _, out var length) != OperationStatus.Done)
            {
                return true;
            }

            text = text[(index + length)..];
        }

        return false;
    }
}
