using System.Runtime.InteropServices;
using System.Text;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Linux functions that .NET does not expose. Paths are NUL-terminated UTF-8; buffers are larger than what is written to them.</summary>
internal static class LibC
{
    public const int BufferSize = 256;

    /// <summary>Relative to the current directory (AT_FDCWD); ignored for a full path.</summary>
    public const int AnyDirectory = -100;

    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>https://man7.org/linux/man-pages/man2/statx.2.html; the layout of its buffer is the same on every processor.</summary>
    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int StatX(int directory, in byte path, int flags, uint mask, ref byte buffer);

    /// <summary>https://man7.org/linux/man-pages/man2/faccessat.2.html</summary>
    [DllImport("libc", EntryPoint = "faccessat", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int AccessAt(int directory, in byte path, int mode, int flags);

    /// <summary>https://man7.org/linux/man-pages/man3/statvfs.3.html; the layout of its buffer is the same on every 64-bit processor.</summary>
    [DllImport("libc", EntryPoint = "statvfs", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int StatVfs(in byte path, ref byte buffer);

    /// <summary>https://man7.org/linux/man-pages/man2/chown.2.html</summary>
    [DllImport("libc", EntryPoint = "chown", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int ChOwn(in byte path, uint user, uint group);

    /// <summary>https://man7.org/linux/man-pages/man2/open.2.html</summary>
    [DllImport("libc", EntryPoint = "open", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Open(in byte path, int flags);

    /// <summary>https://man7.org/linux/man-pages/man2/fsync.2.html</summary>
    [DllImport("libc", EntryPoint = "fsync", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Flush(int descriptor);

    /// <summary>https://man7.org/linux/man-pages/man2/close.2.html</summary>
    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int Close(int descriptor);
}
