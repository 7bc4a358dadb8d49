using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Caching;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Reads a cache in the ways that tests need.</summary>
internal static class CacheReads
{
    /// <summary>Gets a guild whose time-to-live has not ended.</summary>
    public static bool TryGet(this GuildConfigCache cache, ulong guildId, [NotNullWhen(true)] out GuildConfigSnapshot? snapshot)
        => cache.Find(guildId, out snapshot) == CacheAnswer.Current;

    /// <summary>Gets a guild whatever its age.</summary>
    public static GuildConfigSnapshot? Get(this GuildConfigCache cache, ulong guildId) => cache.Find(guildId, out var snapshot) == CacheAnswer.None ? null : snapshot;

    /// <summary>Counts, guild by guild, what the cache counts as it goes.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="guilds">All guilds that may be cached.</param>
    /// <param name="isOwn">Whether a guild belongs to the process; all do by default.</param>
    public static (long Count, long Bytes) CountAgain(this GuildConfigCache cache, IEnumerable<ulong> guilds, Func<ulong, bool>? isOwn = null)
    {
        var cached = guilds.Select(cache.Get).OfType<GuildConfigSnapshot>().ToList();
        return (cached.Count, cached.Sum(snapshot => EntrySize.Of(snapshot) + (snapshot.Exists && isOwn?.Invoke(snapshot.GuildId) != false ? 0 : StrangerGuilds.EntryBytes)));
    }
}
