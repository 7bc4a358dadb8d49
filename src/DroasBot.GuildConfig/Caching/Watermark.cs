namespace DroasBot.GuildConfig.Caching;

/// <summary>The highest number set since the last reset. Thread-safe.</summary>
internal sealed class Watermark
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Reset() => Interlocked.Exchange(ref _value, 0);

    public void Raise(long value)
    {
        for (var seen = Value; value > seen;)
        {
            var found = Interlocked.CompareExchange(ref _value, value, seen);
            seen = found == seen ? value : found;
        }
    }
}
