using System.Security.Cryptography;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>The rule for the hash of an image: its SHA-256 in lower-case hexadecimal digits.</summary>
internal static class ContentHash
{
    private const int Digits = SHA256.HashSizeInBytes * 2;

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static void ThrowIfInvalid(string hash, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(hash, parameterName);
        if (hash.Length != Digits || !hash.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"{QuotedText.Of(hash)} is not the hash of an image: {Digits} lower-case hexadecimal digits.", parameterName);
        }
    }
}
