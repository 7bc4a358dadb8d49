namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Keeps every SQLite connection out of a file, whatever its content, with SQLite's own locks but without SQLite, which would touch file and log.</summary>
/// <remarks>
/// A connection in write-ahead mode holds a read lock on these bytes as long as it is open, idle or not (https://sqlite.org/src/file?name=src/os.h). The locks belong to the
/// process, so nothing else in this process may have the file open: closing this stream would drop its locks.
/// </remarks>
internal sealed class FileHold : IDisposable
{
    private const long FirstLockByte = 0x40000000;
    private const long LockBytes = 512;

    private readonly FileStream? _file;

    private FileHold(FileStream? file) => _file = file;

    /// <returns><see langword="null"/> if somebody has it open.</returns>
    public static FileHold? TryTake(string file)
    {
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || !File.Exists(file))
        {
            return new FileHold(null);
        }

        var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            stream.Lock(FirstLockByte, LockBytes);
            return new FileHold(stream);
        }
        catch (Exception held) when (FileFailure.IsOne(held))
        {
            stream.Dispose();
            return null;
        }
    }

    public void Dispose() => _file?.Dispose();
}
