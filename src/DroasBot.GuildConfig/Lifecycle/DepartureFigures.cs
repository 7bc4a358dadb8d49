namespace DroasBot.GuildConfig.Lifecycle;

/// <summary>Counts the departed guilds, and those that this node has erased. Thread-safe.</summary>
internal sealed class DepartureFigures
{
    private long _departed;
    private long _purged;

    /// <summary>Gets the number of departed guilds, as last counted.</summary>
    public long Departed => Interlocked.Read(ref _departed);

    /// <summary>Gets how many departed guilds this node has erased since its start.</summary>
    public long Purged => Interlocked.Read(ref _purged);

    public void Counted(long departed) => Interlocked.Exchange(ref _departed, departed);

    public void Erased() => Interlocked.Increment(ref _purged);
}
