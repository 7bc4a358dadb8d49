using BitFaster.Caching;
using DroasBot.GuildConfig.Benchmarks.Databases;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>BitFaster.Caching, caching the settings themselves.</summary>
internal readonly struct BitFasterSettingsReader(IAsyncCache<ulong, ModerationSettings> cache, ulong[] ids) : IReader
{
    public ValueTask<int> ReadAsync(int index) => new(Member.Of(Member.Cached(cache.GetOrAddAsync(ids[index], static _ => Task.FromException<ModerationSettings>(new KeyNotFoundException())))));
}
