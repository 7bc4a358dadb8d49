namespace DroasBot.GuildConfig.Caching;

/// <summary>The highest number set so far; it never goes back. Thread-safe.</summary>
internal sealed class Watermark
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Raise(long value)
    {
        for (var seen = Value; value > seen;)
        {
            var found = Interlocked.CompareExchange(ref _value, value, seen);
            seen = found == seen ? value : found;
        }
    }
}
