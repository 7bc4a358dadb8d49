using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>Files to upload.</summary>
internal static class Images
{
    private const int ColorBytes = 3;

    /// <summary>A picture of 2 x 1 pixels.</summary>
    public static FilePayload Small { get; } = Png(2, 1);

    /// <summary>A picture for the documentation.</summary>
    public static FilePayload Card { get; } = Png(640, 240);

    /// <summary>A text file whose name and type claim otherwise.</summary>
    public static FilePayload Text { get; } = new() { Name = "card.png", MimeType = "image/png", Buffer = "This is no picture."u8.ToArray() };

    private static FilePayload Png(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(Gradient(width, height)));
        WriteChunk(file, "IEND"u8, []);
        return new() { Name = "card.png", MimeType = "image/png", Buffer = file.ToArray() };
    }

    /// <summary>Each row has a filter type before its pixels.</summary>
    private static byte[] Gradient(int width, int height)
    {
        var rows = new byte[height * (1 + (width * ColorBytes))];
        for (var (at, y) = (0, 0); y < height; y++)
        {
            rows[at++] = 0;
            for (var x = 0; x < width; x++)
            {
                (rows[at++], rows[at++], rows[at++]) = ((byte)(60 + (140 * x / width)), (byte)(70 + (60 * y / height)), (byte)(200 - (70 * x / width)));
            }
        }

        return rows;
    }

    private static byte[] Compress(byte[] rows)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            zlib.Write(rows);
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, byte[] content)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum([.. type, .. content]));
        file.Write(number);
    }

    /// <summary>Computes CRC-32 as PNG defines it.</summary>
    private static uint Checksum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }

        return ~sum;
    }
}
