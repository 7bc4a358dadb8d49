using System.Buffers.Binary;

namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>The chunks of a PNG (https://www.w3.org/TR/png-3/#5DataRep): a length, a type, the data, and a checksum, which is not verified.</summary>
internal static class PngHeader
{
    private const int SignatureLength = 8;
    private const int ChunkFrame = 12;
    private const int HeaderLength = 13;

    /// <exception cref="FormatException">The first chunk is not IHDR, or the last one is missing.</exception>
    public static (long Width, long Height) ReadSize(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[SignatureLength..];
        if (rest.Length < ChunkFrame + HeaderLength)
        {
            throw Truncated();
        }

        if (!rest[4..].StartsWith("IHDR"u8) || BinaryPrimitives.ReadUInt32BigEndian(rest) != HeaderLength)
        {
            throw new FormatException("is a PNG whose first chunk is not its header");
        }

        var size = (BinaryPrimitives.ReadUInt32BigEndian(rest[8..]), BinaryPrimitives.ReadUInt32BigEndian(rest[12..]));
        ThrowIfTruncated(rest);
        return size;
    }

    private static void ThrowIfTruncated(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= ChunkFrame)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunks);
            if (length > chunks.Length - ChunkFrame)
            {
                break;
            }

            if (chunks[4..].StartsWith("IEND"u8))
            {
                return;
            }

            chunks = chunks[(ChunkFrame + (int)length)..];
        }

        throw Truncated();
    }

    private static FormatException Truncated() => new("is a truncated PNG: its last chunk is missing");
}
