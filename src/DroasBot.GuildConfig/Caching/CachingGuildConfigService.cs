using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The service that hosts get: serves reads from the cache, and everything else from the decorated service. Changes update the cache automatically.</summary>
internal sealed class CachingGuildConfigService(
    IGuildConfigService inner,
    GuildConfigCache cache,
    SnapshotLoader loader,
    Revalidation revalidation,
    IStartupGate gate,
    ReentrancyGuard scope) : IGuildConfigService
{
    public ValueTask<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        scope.ThrowIfInside();
        if (cancellationToken.IsCancellationRequested || cache.Find(guildId, out var snapshot) is var answer && answer == CacheAnswer.None)
        {
            return LoadAsync(guildId, cancellationToken);
        }

        if (answer == CacheAnswer.Expired)
        {
            revalidation.Served(guildId);
        }

        return new ValueTask<GuildConfigSnapshot>(snapshot!);
    }

    public IAsyncEnumerable<GuildConfigSnapshot> ListAsync(CancellationToken cancellationToken = default) => ListAsync(afterGuildId: 0, cancellationToken);

    public async IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var snapshot in inner.ListAsync(afterGuildId, cancellationToken).ConfigureAwait(false))
        {
            yield return snapshot;
        }
    }

    public async Task<GuildConfigSnapshot> GetOrCreateAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        // An expected revision is compared with the database: another node's change may not be cached yet.
        var expectsRevision = ChangeContext.Checked(context).ExpectedRevision is not null;
        var current = await GetAsync(guildId, cancellationToken).ConfigureAwait(false);
        return current.Exists && !expectsRevision
            ? current
            : await inner.GetOrCreateAsync(guildId, context, cancellationToken).ConfigureAwait(false);
    }

    public async Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        return await inner.UpdateAsync(guildId, edit, context, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        return await inner.DeleteAsync(guildId, context, cancellationToken).ConfigureAwait(false);
    }

    public async Task TransactAsync(Func<IGuildConfigTransaction, CancellationToken, Task> work, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await inner.TransactAsync(work, context, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<GuildConfigSnapshot> LoadAsync(ulong guildId, CancellationToken cancellationToken)
    {
        Snowflake.ThrowIfInvalid(guildId);
        cancellationToken.ThrowIfCancellationRequested();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        var (snapshot, isExpired) = await loader.LoadAsync(guildId, cancellationToken).ConfigureAwait(false);
        if (isExpired)
        {
            // It was cached, and expired, since this read's look-up.
            revalidation.Served(guildId);
        }

        return snapshot;
    }
}
