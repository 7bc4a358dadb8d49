using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Caches guilds without a row, and those of other processes' shards, within their own share of the budget, because anybody can ask for any id. Thread-safe.</summary>
internal sealed class StrangerGuilds(long maxBytes) : IDisposable
{
    /// <summary>The key, the entry in the <see cref="MemoryCache"/>, and the answer.</summary>
    public const long EntryBytes = 300;

    private readonly MemoryCache _cache = new(Options.Create(new MemoryCacheOptions { SizeLimit = maxBytes, TrackStatistics = true }));

    /// <summary>Whether anything has been stored: most processes meet no stranger. Counting takes every lock of the <see cref="MemoryCache"/>.</summary>
    private volatile bool _isUsed;

    public int Count => _cache.Count;

    public long Bytes => _cache.GetCurrentStatistics()!.CurrentEstimatedSize!.Value;

    public bool Contains(ulong guildId) => _isUsed && _cache.TryGetValue(guildId, out _);

    /// <param name="guildId">The guild.</param>
    /// <param name="loadedAt">When it was last loaded.</param>
    public GuildConfigSnapshot? Find(ulong guildId, out uint loadedAt)
    {
        if (_isUsed && _cache.TryGetValue(guildId, out Answer? answer))
        {
            loadedAt = answer!.LoadedAt;
            return answer.Snapshot;
        }

        loadedAt = 0;
        return null;
    }

    /// <summary>Gets the revision as of which a guild's answer is valid; <see langword="null"/> if there is none.</summary>
    public long? AsOf(ulong guildId) => _isUsed && _cache.TryGetValue(guildId, out Answer? answer) ? answer!.AsOf : null;

    /// <summary>Stores an answer, or drops it if the share is used up, along with some least recently used ones.</summary>
    public void Put(GuildConfigSnapshot snapshot, long asOf, uint loadedAt)
    {
        _cache.Set(snapshot.GuildId, new Answer(snapshot, asOf, loadedAt), new MemoryCacheEntryOptions { Size = EntryBytes + EntrySize.Of(snapshot) });
        _isUsed = true;
    }

    public void Remove(ulong guildId)
    {
        if (_isUsed)
        {
            _cache.Remove(guildId);
        }
    }

    /// <summary>Drops the guilds that have a row.</summary>
    public void RemoveStored()
    {
        foreach (var guildId in _cache.Keys)
        {
            if (_cache.TryGetValue(guildId, out Answer? answer) && answer!.Snapshot.Exists)
            {
                _cache.Remove(guildId);
            }
        }
    }

    public void Clear() => _cache.Clear();

    /// <summary>Later look-ups find nothing; who goes on to the database gets the service's own message.</summary>
    public void Dispose()
    {
        _isUsed = false;
        _cache.Dispose();
    }

    private sealed record Answer(GuildConfigSnapshot Snapshot, long AsOf, uint LoadedAt);
}
