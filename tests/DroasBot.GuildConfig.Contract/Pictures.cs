using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Creates small valid images, a different one for each number.</summary>
public static class Pictures
{
    private static readonly byte[] _signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Creates a PNG of one colour.</summary>
    /// <param name="number">Distinguishes it from others.</param>
    /// <param name="width">The width in its header.</param>
    /// <param name="height">The height in its header.</param>
    /// <param name="padding">How many bytes of text to add.</param>
    public static byte[] Png(int number, int width = 2, int height = 3, int padding = 0)
    {
        using var png = new MemoryStream();
        png.Write(_signature);
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)height);
        header[8] = 8;
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "tEXt"u8, System.Text.Encoding.ASCII.GetBytes("number\0" + number.ToString(CultureInfo.InvariantCulture)));
        if (padding > 0)
        {
            // Nonzero bytes, so that zeros on the disk are not mistaken for them.
            var text = new byte[padding];
            new Random(number).NextBytes(text);
            WriteChunk(png, "tEXt"u8, text);
        }

        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(new byte[Math.Clamp(height, 1, 16) * (Math.Clamp(width, 1, 16) + 1)]);
        }

        WriteChunk(png, "IDAT"u8, pixels.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Creates a JPEG: its segments are those of a real one, its scan is only a few bytes.</summary>
    /// <param name="number">Distinguishes it from others.</param>
    /// <param name="width">The width in its frame.</param>
    /// <param name="height">The height in its frame.</param>
    /// <param name="frame">The marker of its frame: 0xC0 for baseline, 0xC2 for progressive.</param>
    public static byte[] Jpeg(int number, int width = 2, int height = 3, byte frame = 0xC0)
    {
        byte[] comment = [.. System.Text.Encoding.ASCII.GetBytes(number.ToString("D9", CultureInfo.InvariantCulture))];
        return
        [
            0xFF, 0xD8,
            0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
            0xFF, 0xFE, 0, (byte)(comment.Length + 2), .. comment,
            0xFF, 0xFF, frame, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
            0xFF, 0xC4, 0, 3, 0,
            0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56,
            0xFF, 0xD9,
        ];
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)data.Length);
        png.Write(number);
        byte[] content = [.. type, .. data];
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(content));
        png.Write(number);
    }

    /// <summary>Computes the CRC that PNG uses.</summary>
    private static uint Checksum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            }
        }

        return ~sum;
    }
}
