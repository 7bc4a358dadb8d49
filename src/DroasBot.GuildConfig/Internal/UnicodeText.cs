using System.Buffers;
using System.Text;

namespace DroasBot.GuildConfig.Internal;

/// <summary>Tells text that can be stored from text that cannot: databases and JSON keep UTF-8, in which an unpaired surrogate does not exist.</summary>
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
