namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A time as it is stored, in Unix milliseconds.</summary>
internal static class StoredTime
{
    private static readonly long _first = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long _last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Whether a number is one that <see cref="DateTimeOffset"/> has a time for.</summary>
    public static bool IsTime(long milliseconds) => milliseconds >= _first && milliseconds <= _last;
}
