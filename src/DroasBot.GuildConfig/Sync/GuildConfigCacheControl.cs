using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Sync;

/// <summary>Administers the cache, of this node and of the others.</summary>
internal sealed class GuildConfigCacheControl(
    GuildConfigCache cache,
    SnapshotLoader loader,
    CachePreloader preloader,
    WriteQueue queue,
    IStartupGate gate) : IGuildConfigCache
{
    public GuildConfigCacheStatistics GetStatistics() => cache.GetStatistics();

    public void Invalidate(ulong guildId)
    {
        Snowflake.ThrowIfInvalid(guildId);
        cache.Invalidate(guildId);
    }

    public async Task RefreshAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await loader.ReloadAsync(guildId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> RefreshAllAsync(bool everyNode = false, IProgress<GuildConfigPreloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        var loaded = await preloader.LoadAllAsync(progress, cancellationToken).ConfigureAwait(false);
        if (everyNode)
        {
            // Afterwards, so that watchers of this node find what they are notified of.
            await queue.AnnounceRefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return loaded;
    }
}
