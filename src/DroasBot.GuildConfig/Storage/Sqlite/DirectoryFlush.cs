namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Flushes the entries of a directory to the disk. Windows does that automatically.</summary>
internal static class DirectoryFlush
{
    private const int ReadOnly = 0;

    public static void Of(string file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = LibC.Open(in LibC.Encode(Path.GetDirectoryName(file)!)[0], ReadOnly);
        if (descriptor >= 0)
        {
            _ = LibC.Flush(descriptor);
            _ = LibC.Close(descriptor);
        }
    }
}
