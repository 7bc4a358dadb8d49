using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The reasons why files on a file system cannot be written, as far as the operating system reports them.</summary>
internal readonly record struct FileSystemState(bool IsReadOnly, bool IsFull, bool HasNoInode)
{
    private const ulong ReadOnlyFlag = 1;

    /// <summary>SQLite writes whole pages, and its index of the log in pieces of 32 KiB.</summary>
    private const ulong LeastSpace = 64 * 1024;

    public static FileSystemState Of(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return default;
        }

        Span<byte> buffer = stackalloc byte[LibC.BufferSize];
        if (LibC.StatVfs(in LibC.Encode(path)[0], ref buffer[0]) != 0)
        {
            return default;
        }

        var fields = MemoryMarshal.Cast<byte, ulong>(buffer);
        var (blockSize, available, inodes, freeInodes, flags) = (fields[1], fields[4], fields[5], fields[7], fields[9]);
        return new FileSystemState((flags & ReadOnlyFlag) != 0, available * blockSize < LeastSpace, inodes > 0 && freeInodes == 0);
    }
}
