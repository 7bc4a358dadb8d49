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
}
