using System.Buffers.Binary;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Images of a few pages of a database, each different from all others.</summary>
internal static class Image
{
    private const int TextLength = 9_000;

    /// <summary>A PNG of one pixel, as its header says, with a text.</summary>
    public static byte[] Make(int number)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, TextLength);
        var text = new byte[TextLength];
        new Random(number).NextBytes(text);
        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
            0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0,
            .. length, .. "tEXt"u8, .. text, 0, 0, 0, 0,
            0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0,
        ];
    }
}
