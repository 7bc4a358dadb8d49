using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Loads all guilds in one streaming scan, up to the byte budget.</summary>
internal sealed class CachePreloader(GuildConfigCache cache, IGuildConfigRepository repository, Tracing tracing, ILogger<CachePreloader> logger)
{
    private const int ReportEvery = 1000;

    /// <returns>How many guilds were loaded.</returns>
    public async Task<long> LoadAllAsync(IProgress<GuildConfigPreloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var operation = tracing.BeginPreload();
        var loaded = await operation.RunAsync(() => FillAsync(progress, cancellationToken)).ConfigureAwait(false);
        operation.Tag("guilds", loaded);
        return loaded;
    }

    private async Task<long> FillAsync(IProgress<GuildConfigPreloadProgress>? progress, CancellationToken cancellationToken)
    {
        // Read before the scan: the scan sees at least what was committed up to here.
        var revision = await repository.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
        var total = await repository.CountAsync(cancellationToken).ConfigureAwait(false);
        var load = cache.BeginFullLoad();
        var loaded = 0L;
        progress?.Report(new GuildConfigPreloadProgress(loaded, total));
        var unreadable = await repository.ScanAsync(Visit, cancellationToken).ConfigureAwait(false);
        if (unreadable.First is { } damage)
        {
            logger.GuildsUnreadable(damage, unreadable.Count);
        }

        cache.EndFullLoad(load);
        cache.Revision = revision;
        progress?.Report(new GuildConfigPreloadProgress(loaded, total));
        logger.Preloaded(loaded, total, cache.Bytes);
        return loaded;

        bool Visit(LoadedGuild guild)
        {
            var outcome = cache.Fill(load, guild);
            if (outcome == FillOutcome.Cached && ++loaded % ReportEvery == 0)
            {
                progress?.Report(new GuildConfigPreloadProgress(loaded, total));
            }

            return outcome != FillOutcome.NoRoom || load.IsRefresh;
        }
    }
}
