using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Caching;

/// <summary>The guilds of which the database has no row, as far as they fit into a share of their own: anybody can ask for any id. Thread-safe.</summary>
internal sealed class AbsentGuilds(long maxBytes) : IDisposable
{
    /// <summary>The key, the entry, its place in the <see cref="MemoryCache"/>, the answer and the snapshot.</summary>
    public const long EntryBytes = 400;

    private readonly MemoryCache _cache = new(Options.Create(new MemoryCacheOptions { SizeLimit = maxBytes }));

    public int Count => _cache.Count;

    public long Bytes => Count * EntryBytes;

    public bool Contains(ulong guildId) => Count != 0 && _cache.TryGetValue(guildId, out _);

    /// <param name="guildId">The guild.</param>
    /// <param name="loadedAt">When the database last said so.</param>
    public GuildConfigSnapshot? Find(ulong guildId, out uint loadedAt)
    {
        if (Count != 0 && _cache.TryGetValue(guildId, out Answer? answer))
        {
            loadedAt = answer!.LoadedAt;
            return answer.Snapshot;
        }

        loadedAt = 0;
        return null;
    }

    /// <summary>Keeps an answer, or drops it if the share is used up; some that were not used for longest then follow.</summary>
    public void Put(GuildConfigSnapshot snapshot, uint loadedAt)
        => _cache.Set(snapshot.GuildId, new Answer(snapshot, loadedAt), new MemoryCacheEntryOptions { Size = EntryBytes });

    public void Remove(ulong guildId)
    {
        if (Count != 0)
        {
            _cache.Remove(guildId);
        }
    }

    public void Clear() => _cache.Clear();

    public void Dispose() => _cache.Dispose();

    private sealed record Answer(GuildConfigSnapshot Snapshot, uint LoadedAt);
}
