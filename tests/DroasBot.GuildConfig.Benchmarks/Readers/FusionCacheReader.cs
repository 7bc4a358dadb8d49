using ZiggyCreatures.Caching.Fusion;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>FusionCache, in memory only. Its keys are strings, created before the clock runs.</summary>
internal readonly struct FusionCacheReader(FusionCache cache, string[] keys) : IReader
{
    public ValueTask<int> ReadAsync(int index)
        => new(Member.Of(Member.Cached(cache.GetOrSetAsync<GuildConfigSnapshot>(keys[index], static (_, _) => Task.FromException<GuildConfigSnapshot>(new KeyNotFoundException())))));
}
