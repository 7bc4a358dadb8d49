namespace DroasBot.GuildConfig.Caching;

/// <summary>The bytes that are cached: taken before an entry is added, so that their sum is never over the budget, not even for a moment.</summary>
internal sealed class ByteBudget(long max)
{
    private long _used;

    public long Max => max;

    public long Used => Interlocked.Read(ref _used);

    public bool HasRoomFor(long bytes) => bytes <= 0 || Used <= max - bytes;

    /// <summary>Takes bytes, or gives them back if their number is negative, which always succeeds.</summary>
    public bool TryTake(long bytes)
    {
        for (var used = Used; bytes <= 0 || used <= max - bytes;)
        {
            var found = Interlocked.CompareExchange(ref _used, used + bytes, used);
            if (found == used)
            {
                return true;
            }

            used = found;
        }

        return false;
    }
}
