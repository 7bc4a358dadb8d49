using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Identifies the file at a path. It takes one system call and allocates nothing, so that it can be checked before each use.</summary>
internal sealed class PathIdentity(string path)
{
    private const uint WantInode = 0x100;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;

    private readonly byte[] _encoded = LibC.Encode(path);

    /// <summary>Gets a value indicating whether files can be told apart. On systems other than Linux, only their existence is known.</summary>
    public static bool IsExact { get; } = FindOut();

    /// <returns><see langword="null"/> if there is none.</returns>
    public FileIdentity? Read()
        => IsExact ? ReadExactly(_encoded)
            : File.Exists(path) ? default(FileIdentity)
            : null;

    private static FileIdentity? ReadExactly(byte[] encoded)
    {
        Span<byte> buffer = stackalloc byte[LibC.BufferSize];
        return LibC.StatX(LibC.AnyDirectory, in encoded[0], flags: 0, WantInode, ref buffer[0]) == 0
            ? new FileIdentity(MemoryMarshal.Read<ulong>(buffer[InodeOffset..]), MemoryMarshal.Read<ulong>(buffer[DeviceOffset..]))
            : null;
    }

    /// <summary>The call may be missing in an old kernel or C library, or blocked by a container's system call filter.</summary>
    private static bool FindOut()
    {
        try
        {
            return OperatingSystem.IsLinux() && ReadExactly(LibC.Encode("/")) is not null;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }
}
