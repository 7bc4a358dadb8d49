namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A stored time, in Unix milliseconds.</summary>
internal static class StoredTime
{
    private static readonly long _first = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long _last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Whether <see cref="DateTimeOffset"/> can represent a number of milliseconds.</summary>
    public static bool IsTime(long milliseconds) => milliseconds >= _first && milliseconds <= _last;
}
