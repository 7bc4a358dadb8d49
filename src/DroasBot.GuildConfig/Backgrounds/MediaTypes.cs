using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>The allowed media types of background images, and their signatures.</summary>
internal static class MediaTypes
{
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";

    /// <summary>The length of the longest signature.</summary>
    public const int LongestSignature = 8;

    /// <summary>Returns the shared string for an allowed media type, <see langword="null"/> for any other.</summary>
    public static string? Canonicalize(string mediaType)
        => string.Equals(mediaType, Png, StringComparison.OrdinalIgnoreCase) ? Png
            : string.Equals(mediaType, Jpeg, StringComparison.OrdinalIgnoreCase) ? Jpeg
            : null;

    /// <summary>Returns the shared string for an allowed media type.</summary>
    /// <exception cref="ArgumentException">It is not allowed.</exception>
    public static string CanonicalizeOrThrow(string mediaType, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(mediaType, parameterName);
        return Canonicalize(mediaType)
            ?? throw new ArgumentException($"{QuotedText.Of(mediaType)} is not a media type for a background; use '{Png}' or '{Jpeg}'.", parameterName);
    }

    /// <summary>The signatures are those of the PNG specification (section 5.2) and of JPEG's SOI marker followed by the next marker.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> head, string canonicalMediaType)
        => head.StartsWith(canonicalMediaType == Png ? [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] : (ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);
}
