namespace DroasBot.GuildConfig.Caching;

/// <summary>Accounts for cached bytes. They are taken before an entry is added, so that their sum never exceeds the budget, not even for a moment.</summary>
internal sealed class ByteBudget(long max)
{
    private long _used;

    public long Max => max;

    public long Used => Interlocked.Read(ref _used);

    public bool HasRoomFor(long bytes) => bytes <= 0 || Used <= max - bytes;

    /// <summary>Takes bytes, or returns them if their number is negative, which always succeeds.</summary>
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
