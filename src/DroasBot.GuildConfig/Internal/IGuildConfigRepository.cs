namespace DroasBot.GuildConfig.Internal;

/// <summary>Reads configurations from the database. The seam at which tests block or fail reads on demand.</summary>
internal interface IGuildConfigRepository
{
    /// <summary>Reads one guild.</summary>
    ValueTask<LoadedGuild> FindAsync(ulong guildId, CancellationToken cancellationToken);

    /// <summary>Reads the revision of the last committed change; 0 if there is none.</summary>
    Task<long> ReadRevisionAsync(CancellationToken cancellationToken);

    /// <summary>Counts the stored guilds.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Counts the stored guilds of this process's shards.</summary>
    Task<long> CountOwnAsync(CancellationToken cancellationToken);

    /// <summary>Reads all stored guilds of this process's shards in one streaming pass, in no particular order, until <paramref name="visit"/> returns <see langword="false"/>.</summary>
    /// <returns>The number of unreadable rows, which are omitted, and the error of the first.</returns>
    Task<(int Count, GuildConfigStoreException? First)> ScanAsync(Func<LoadedGuild, bool> visit, CancellationToken cancellationToken);

    /// <summary>Reads the stored guilds with a larger id in the order of their ids, page by page, so that a slow consumer keeps no transaction open.</summary>
    IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, CancellationToken cancellationToken);
}
