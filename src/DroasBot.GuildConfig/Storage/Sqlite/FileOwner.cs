using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Preserves the owner of a file: if a replacement belonged to the administrator, the bot could not write it.</summary>
internal static class FileOwner
{
    private const uint WantOwner = 0x18;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;

    /// <summary>Gives a file the owner of another one; does nothing where this process may not, or need not.</summary>
    public static void Copy(string from, string to)
    {
        if (!PathIdentity.IsExact || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        Span<byte> buffer = stackalloc byte[LibC.BufferSize];
        if (LibC.StatX(LibC.AnyDirectory, in LibC.Encode(from)[0], flags: 0, WantOwner, ref buffer[0]) == 0)
        {
            _ = LibC.ChOwn(in LibC.Encode(to)[0], MemoryMarshal.Read<uint>(buffer[UserOffset..]), MemoryMarshal.Read<uint>(buffer[GroupOffset..]));
        }
    }
}
