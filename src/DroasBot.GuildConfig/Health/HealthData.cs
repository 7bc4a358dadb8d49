using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Lifecycle;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Sync;

namespace DroasBot.GuildConfig.Health;

/// <summary>The figures that come with each health report.</summary>
internal sealed class HealthData(IDatabaseAdministration administration, GuildConfigCache cache, WriteQueue queue, ChangeCursor sequence, SyncStatus sync, DepartureFigures departures)
{
    public Dictionary<string, object> Read(ReadFigures accesses)
    {
        var engine = administration.EngineVersion;
        var statistics = cache.GetStatistics();
        return new Dictionary<string, object>
        {
            ["engine"] = $"{engine.Engine} {engine.Version}",
            ["engine.known_defect"] = engine.KnownDefect ?? "none",
            ["revision"] = statistics.Revision,
            ["cache.count"] = statistics.Count,
            ["cache.bytes"] = statistics.Bytes,
            ["cache.max_bytes"] = cache.MaxBytes,
            ["cache.evictions"] = statistics.Evictions,
            ["cache.hits"] = statistics.Hits,
            ["cache.misses"] = statistics.Misses,
            ["cache.expired_hits"] = statistics.ExpiredHits,
            ["cache.stale_hits"] = statistics.StaleHits,
            ["cache.hit_rate"] = statistics.HitRate,
            ["window.requests"] = accesses.Requests,
            ["window.hit_rate"] = accesses.HitRate,
            ["window.p95_seconds"] = accesses.P95.TotalSeconds,
            ["queue.length"] = queue.Length,
            ["queue.capacity"] = WriteQueue.Capacity,
            ["sync.cursor"] = sequence.Cursor,
            ["sync.lag_seconds"] = sync.LastLag.TotalSeconds,
            ["sync.behind_seconds"] = sync.SinceSuccess.TotalSeconds,
            ["guilds.departed"] = departures.Departed,
            ["guilds.purged"] = departures.Purged,
        };
    }
}
