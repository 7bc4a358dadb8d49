using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Tells whether the file that a connection has open is still the one at its path.</summary>
/// <remarks>
/// On Unix an open file that was renamed or deleted goes on working, so that writes would succeed into nowhere. SQLite knows
/// (SQLITE_FCNTL_HAS_MOVED compares the file at the path with the open one, https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html), but its
/// .NET binding has no door to it; the file system's API tells no more than whether anything is there. On Windows an open file stays in its place.
/// </remarks>
internal static class OpenFile
{
    private const int HasMoved = 20;

    private static readonly FileControl? _fileControl = FindFileControl();

    /// <summary>One call of the file system; opens nothing, since closing a second descriptor would drop SQLite's locks.</summary>
    public static bool IsGone(SqliteConnection connection, string path)
        => !File.Exists(path) || (_fileControl is not null && _fileControl(connection.Handle!, null, HasMoved, out var moved) == raw.SQLITE_OK && moved != 0);

    /// <summary>In the very library that the binding has loaded, whichever the host brings.</summary>
    private static FileControl? FindFileControl()
        => NativeLibrary.TryLoad(raw.GetNativeLibraryName(), typeof(raw).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "sqlite3_file_control", out var function)
                ? Marshal.GetDelegateForFunctionPointer<FileControl>(function)
                : null;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FileControl(sqlite3 database, byte[]? name, int operation, out int result);
}
