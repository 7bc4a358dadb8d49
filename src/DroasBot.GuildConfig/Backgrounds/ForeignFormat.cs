namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>Recognizes other formats by their first bytes, for a more helpful error message.</summary>
internal static class ForeignFormat
{
    public static string NameOf(ReadOnlySpan<byte> bytes)
        => bytes.IsEmpty ? "empty"
            : bytes.StartsWith("GIF8"u8) ? "a GIF"
            : bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8) ? "a WebP"
            : bytes.Length >= 12 && bytes[4..].StartsWith("ftypavi"u8) ? "an AVIF"
            : bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8) ? "an HEIC, or a video"
            : bytes.StartsWith("BM"u8) ? "a BMP"
            : bytes.StartsWith("%PDF"u8) ? "a PDF"
            : bytes.StartsWith("PK"u8) ? "a ZIP archive"
            : bytes.StartsWith(new byte[] { 0x1F, 0x8B }) ? "compressed by gzip"
            : TextOf(bytes);

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }) ? bytes[3..] : bytes;
        text = text.TrimStart(" \t\r\n"u8);
        return text.StartsWith("<svg"u8) || text.StartsWith("<?xml"u8) ? "an SVG, or other XML"
            : text.StartsWith("<"u8) ? "an HTML page"
            : text.StartsWith("{"u8) ? "JSON"
            : "not a known image format";
    }
}
