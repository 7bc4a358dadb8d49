using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A database whose engine, once told to, blocks the calling thread, as an in-process engine does while the disk hangs.</summary>
internal sealed class BlockedRepository(IGuildConfigRepository inner) : IGuildConfigRepository, IDisposable
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private int _blocked;

    /// <summary>Gets how many calls have been blocked so far.</summary>
    public int Blocked => Volatile.Read(ref _blocked);

    public void Block() => _open.Reset();

    public void Release() => _open.Set();

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
    {
        if (!_open.IsSet)
        {
            Interlocked.Increment(ref _blocked);
            _open.Wait(CancellationToken.None);
        }

        return inner.ReadRevisionAsync(cancellationToken);
    }

    public ValueTask<LoadedGuild> FindAsync(ulong guildId, CancellationToken cancellationToken) => inner.FindAsync(guildId, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public Task<long> CountOwnAsync(CancellationToken cancellationToken) => inner.CountOwnAsync(cancellationToken);

    public Task<(int Count, GuildConfigStoreException? First)> ScanAsync(Func<LoadedGuild, bool> visit, CancellationToken cancellationToken)
        => inner.ScanAsync(visit, cancellationToken);

    public IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, CancellationToken cancellationToken) => inner.ListAsync(afterGuildId, cancellationToken);

    public void Dispose() => _open.Dispose();
}
