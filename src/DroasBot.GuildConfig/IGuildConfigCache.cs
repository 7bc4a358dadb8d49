namespace DroasBot.GuildConfig;

/// <summary>Inspects and administers this process's cache. Thread-safe.</summary>
/// <remarks>A bot does not need it in normal operation: the cache follows every change automatically.</remarks>
public interface IGuildConfigCache
{
    /// <summary>Gets the counters of the cache.</summary>
    /// <returns>A copy; each number is exact, but they are not all taken at the same instant.</returns>
    /// <example>
    /// <code>
    /// var statistics = cache.GetStatistics();
    /// Console.WriteLine($"{statistics.Count} guilds, {statistics.Bytes} bytes, {statistics.HitRate:P1} of the reads answered from memory");
    /// </code>
    /// </example>
    GuildConfigCacheStatistics GetStatistics();

    /// <summary>Drops what is cached for a guild; the next read loads it.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The guild id is 0.</exception>
    void Invalidate(ulong guildId);

    /// <summary>Loads a guild from the database now, replacing what is cached for it in this process.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when the new value is cached.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be read; what was cached stays.</exception>
    /// <example>
    /// <code>
    /// await cache.RefreshAsync(guildId);
    /// </code>
    /// </example>
    Task RefreshAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Loads every stored guild from the database, within the byte budget, and drops guilds that are no longer stored.</summary>
    /// <param name="everyNode"><see langword="true"/> asks every other process on the database to do the same.</param>
    /// <param name="progress">Receives the progress; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the load; what was cached stays.</param>
    /// <returns>How many guilds this process loaded.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be read; what was cached stays.</exception>
    /// <example>
    /// <code>
    /// var loaded = await cache.RefreshAllAsync(everyNode: true);
    /// </code>
    /// </example>
    Task<long> RefreshAllAsync(bool everyNode = false, IProgress<GuildConfigPreloadProgress>? progress = null, CancellationToken cancellationToken = default);
}
