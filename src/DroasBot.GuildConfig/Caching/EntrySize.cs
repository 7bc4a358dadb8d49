namespace DroasBot.GuildConfig.Caching;

/// <summary>Estimates the size of a cached guild on the heap of a 64-bit process; tends to overestimate.</summary>
internal static class EntrySize
{
    /// <summary>The snapshot, and its share of a table that is two fifths full. The benchmark compares it with the heap.</summary>
    public const long Fixed = 72 + 60;

    private const long Asset = 72;
    private const long StringHeader = 22 + 7;

    public static long Of(GuildConfigSnapshot snapshot)
    {
        var bytes = Fixed;
        if (snapshot.Background is { } background)
        {
            bytes += Asset + StringHeader + (2L * (background.FilePath ?? background.ContentHash)!.Length);
        }

        return bytes + snapshot.Settings.EstimatedBytes;
    }
}
