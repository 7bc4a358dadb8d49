namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Translates failures of the file system to what an operator can do about them.</summary>
internal static class FileFailure
{
    private const int OutOfSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int TooManyOpenFiles = 24;
    private const int QuotaExceeded = 122;
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int WriteProtected = unchecked((int)0x80070013);

    public static bool IsOne(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Whether another process (or another part of this one) has the file open, and nothing else is wrong.</summary>
    public static bool IsHeldByAnother(Exception failure)
        => failure is IOException && (OperatingSystem.IsWindows() ? failure.HResult is SharingViolation or LockViolation
            : failure.HResult == (OperatingSystem.IsLinux() ? WouldBlock : WouldBlockOnMac));

    /// <summary>Returns a cause and a remedy, to complete a sentence.</summary>
    public static string Explain(Exception failure)
        => failure switch
        {
            UnauthorizedAccessException => "this process's user may not write there, or it is a directory. Give that user the file and its directory",
            PathTooLongException => "the name is too long. Choose a shorter one",
            DirectoryNotFoundException or FileNotFoundException => "its directory does not exist. Create it, or correct the path",
            { HResult: OutOfSpace or QuotaExceeded or DiskFull } => "no space or no inode is left there ('df -h' and 'df -i' show it). Free some",
            { HResult: ReadOnlyFileSystem or WriteProtected } => "it is on a read-only file system. Mount that for writing, or choose another place",
            { HResult: TooManyOpenFiles } => "this process has too many files open. Raise its limit ('ulimit -n')",
            _ => "the operating system reports an error. Check the disk and the file system",
        };
}
