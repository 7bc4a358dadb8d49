using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Accesses what SQLite knows of a connection's open file, which the .NET binding does not expose.</summary>
/// <remarks>https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, https://sqlite.org/c3ref/io_methods.html</remarks>
internal static class FileControl
{
    private const int FilePointer = 7;
    private const int LogPointer = 28;
    private const int FileHasMoved = 20;
    private const int ReadMethod = 2;
    private const int SyncMethod = 5;
    private const int FlushNormally = 2;

    private static readonly Control? _control = FindControl();

    /// <summary>Gets a value indicating whether the host's engine supports this.</summary>
    public static bool IsAvailable => _control is not null;

    /// <summary>On Unix, whether the file at the path is no longer the open one; on Windows an open file cannot be moved.</summary>
    public static bool HasMoved(SqliteConnection connection)
        => _control is not null && _control(connection.Handle!, null, FileHasMoved, out var moved) == raw.SQLITE_OK && (int)moved != 0;

    /// <summary>Reads bytes of the database file itself, without its log, through SQLite's own descriptor: closing another one would drop its locks.</summary>
    /// <returns>Whether the file has that many bytes.</returns>
    public static bool TryRead(SqliteConnection connection, byte[] buffer)
    {
        var (file, read) = Find<Read>(connection, ReadMethod, FilePointer);
        return read is not null && read(file, buffer, buffer.Length, 0) == raw.SQLITE_OK;
    }

    /// <summary>Flushes the database file, whichever connection wrote to it.</summary>
    public static void Flush(SqliteConnection connection) => Flush(connection, FilePointer);

    /// <summary>Flushes the log.</summary>
    public static void FlushLog(SqliteConnection connection) => Flush(connection, LogPointer);

    private static void Flush(SqliteConnection connection, int pointer)
    {
        var (file, flush) = Find<Sync>(connection, SyncMethod, pointer);
        _ = flush?.Invoke(file, FlushNormally);
    }

    /// <summary>Finds a method of an open file. A file begins with the address of its methods, which are the version, xClose, xRead and so on.</summary>
    private static (nint File, TMethod? Method) Find<TMethod>(SqliteConnection connection, int number, int pointer)
        where TMethod : Delegate
    {
        if (_control is null || _control(connection.Handle!, null, pointer, out var file) != raw.SQLITE_OK || file == 0)
        {
            return default;
        }

        var methods = Marshal.ReadIntPtr(file);
        return methods == 0 ? default : (file, Marshal.GetDelegateForFunctionPointer<TMethod>(Marshal.ReadIntPtr(methods, number * IntPtr.Size)));
    }

    /// <summary>Searches the library that the binding has loaded, which may be the host's own.</summary>
    private static Control? FindControl()
        => NativeLibrary.TryLoad(raw.GetNativeLibraryName(), typeof(raw).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "sqlite3_file_control", out var function)
                ? Marshal.GetDelegateForFunctionPointer<Control>(function)
                : null;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Control(sqlite3 database, byte[]? name, int operation, out nint result);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Read(nint file, byte[] buffer, int amount, long offset);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Sync(nint file, int flags);
}
