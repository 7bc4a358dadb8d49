using System.Buffers.Binary;

namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>The segments of a JPEG (ITU-T T.81, annex B): a marker, a length that counts itself, and the data. The size is in the start-of-frame segment, of any process.</summary>
internal static class JpegHeader
{
    private const byte MarkerPrefix = 0xFF;
    private const byte Temporary = 0x01;
    private const byte FirstFrame = 0xC0;
    private const byte HuffmanTables = 0xC4;
    private const byte Extension = 0xC8;
    private const byte ArithmeticConditioning = 0xCC;
    private const byte LastFrame = 0xCF;
    private const byte FirstRestart = 0xD0;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    private const int LengthOfLength = 2;
    private const int FrameHead = LengthOfLength + 5;

    /// <exception cref="FormatException">There is no start of a frame before the first scan, or no end of the image.</exception>
    public static (long Width, long Height) ReadSize(ReadOnlySpan<byte> bytes)
    {
        (long, long)? size = null;
        for (var rest = bytes[2..]; ;)
        {
            var marker = TakeMarker(ref rest);
            if (marker == StartOfScan)
            {
                // Within a scan, a data byte equal to the prefix is followed by 0.
                return size is not { } found ? throw new FormatException("is a JPEG whose first scan comes before its size")
                    : rest.IndexOf([MarkerPrefix, EndOfImage]) < 0 ? throw Truncated()
                    : found;
            }

            if (marker is EndOfImage)
            {
                throw new FormatException("is a JPEG without an image");
            }

            if (marker is Temporary or (>= FirstRestart and <= StartOfImage))
            {
                continue;
            }

            var length = rest.Length < LengthOfLength ? throw Truncated() : BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length < LengthOfLength || length > rest.Length)
            {
                throw Truncated();
            }

            if (IsFrame(marker))
            {
                size = length < FrameHead ? throw Truncated() : (BinaryPrimitives.ReadUInt16BigEndian(rest[5..]), BinaryPrimitives.ReadUInt16BigEndian(rest[3..]));
            }

            rest = rest[length..];
        }
    }

    private static bool IsFrame(byte marker) => marker is >= FirstFrame and <= LastFrame and not (HuffmanTables or Extension or ArithmeticConditioning);

    /// <summary>A marker may be preceded by any number of prefix bytes.</summary>
    private static byte TakeMarker(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2)
        {
            throw Truncated();
        }

        if (rest[0] != MarkerPrefix)
        {
            throw new FormatException("is a JPEG with malformed segments");
        }

        var marker = rest.IndexOfAnyExcept(MarkerPrefix);
        if (marker < 0)
        {
            throw Truncated();
        }

        var found = rest[marker];
        rest = rest[(marker + 1)..];
        return found;
    }

    private static FormatException Truncated() => new("is a truncated JPEG");
}
