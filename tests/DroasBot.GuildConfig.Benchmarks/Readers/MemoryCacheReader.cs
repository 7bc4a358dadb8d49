using Microsoft.Extensions.Caching.Memory;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary><see cref="IMemoryCache"/>, which most hosts use for caching.</summary>
internal readonly struct MemoryCacheReader(MemoryCache cache, ulong[] ids) : ILookup, IReader
{
    public int Read(int index) => cache.TryGetValue(ids[index], out GuildConfigSnapshot? value) ? Member.Of(value!) : 0;

    public ValueTask<int> ReadAsync(int index)
        => new(Member.Of(Member.Cached(new ValueTask<GuildConfigSnapshot>(cache.GetOrCreateAsync(ids[index], static _ => Task.FromException<GuildConfigSnapshot>(new KeyNotFoundException()))!))));
}
