namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Makes durable which files a directory has, and under which names. Windows does that by itself.</summary>
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
