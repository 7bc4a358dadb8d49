using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A database that blocks a start until it is released or made to fail.</summary>
internal sealed class HeldRepository(IGuildConfigRepository inner) : IGuildConfigRepository
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _counted;

    /// <summary>Gets how many starts have reached it.</summary>
    public int Starts => Volatile.Read(ref _counted);

    /// <summary>Gets a task that completes when a start reaches it.</summary>
    public Task Entered => _entered.Task.InTime();

    public void Release() => _released.TrySetResult();

    /// <summary>Makes the start fail; the next one succeeds.</summary>
    public void Fail(Exception failure)
    {
        var failing = _released;
        _released = new TaskCompletionSource();
        _released.SetResult();
        failing.SetException(failure);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        // Read before this start is announced, so that a later release does not affect it.
        var released = _released;
        Interlocked.Increment(ref _counted);
        _entered.TrySetResult();
        await released.Task.WaitAsync(cancellationToken);
        return await inner.CountAsync(cancellationToken);
    }

    public ValueTask<LoadedGuild> FindAsync(ulong guildId, CancellationToken cancellationToken) => inner.FindAsync(guildId, cancellationToken);

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken) => inner.ReadRevisionAsync(cancellationToken);

    public Task<long> CountOwnAsync(CancellationToken cancellationToken) => inner.CountOwnAsync(cancellationToken);

    public Task<(int Count, GuildConfigStoreException? First)> ScanAsync(Func<LoadedGuild, bool> visit, CancellationToken cancellationToken) => inner.ScanAsync(visit, cancellationToken);

    public IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, CancellationToken cancellationToken) => inner.ListAsync(afterGuildId, cancellationToken);
}
