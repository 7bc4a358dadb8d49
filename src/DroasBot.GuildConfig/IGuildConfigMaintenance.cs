namespace DroasBot.GuildConfig;

/// <summary>Operator tasks on a database in use: back it up, verify it, prune its history, erase data. Thread-safe.</summary>
/// <remarks>
/// Calling it from inside an edit delegate or a unit of work throws <see cref="InvalidOperationException"/>. Each call starts the library first
/// if necessary; to verify a damaged database that a host cannot load at start, switch <see cref="GuildConfigOptions.PreloadOnStartup"/> off.
/// </remarks>
public interface IGuildConfigMaintenance
{
    /// <summary>Copies the SQLite database to a new file, consistently, while reads and writes continue. Not for PostgreSQL: use <c>pg_dump</c> there.</summary>
    /// <remarks>
    /// The copy has everything that was committed at one instant after the call began, the audit trail included, and is checked before it gets its name. It takes
    /// as much disk space as the database, and as long as reading and writing all of it; meanwhile the write-ahead log cannot be reset, so it grows with
    /// every write. The file is either complete or absent; a process that is killed leaves <c>&lt;path&gt;-&lt;random&gt;.partial</c> behind,
    /// which may be deleted. On Unix, the copy gets the permissions of the database, restricted by the process's umask.
    /// </remarks>
    /// <param name="path">The file to create, in an existing directory. A relative path is relative to the current directory.</param>
    /// <param name="cancellationToken">Cancels the copy; nothing of it is left then.</param>
    /// <returns>A task that completes when the copy is complete, checked, and flushed to the disk.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty, white space, or already exists, its directory does not exist, or it is one of the database's own files. Nothing was written.
    /// </exception>
    /// <exception cref="NotSupportedException">The database is not an SQLite file.</exception>
    /// <exception cref="GuildConfigStoreException">
    /// The database cannot be read or is damaged, the disk is full, or the directory cannot be written. Nothing of the copy is left; the database is as it was.
    /// </exception>
    /// <example>
    /// <code>
    /// await maintenance.BackupAsync($"/backups/bot-{DateTime.UtcNow:yyyy-MM-dd}.db", stoppingToken);
    /// </code>
    /// </example>
    Task BackupAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Finds everything that is wrong with the stored data. Changes nothing.</summary>
    /// <remarks>
    /// It reads the whole database in constant memory, while reads and writes continue. It finds:
    /// <list type="bullet">
    /// <item>on SQLite, damage to the file's structure, and dangling references between rows;</item>
    /// <item>background assets that no guild refers to, and images whose bytes do not match their hash;</item>
    /// <item>guilds that cannot be read, have a revision above the clock's, have no change in the audit trail, differ from their newest change, or
    /// are missing although it says otherwise; and a missing clock;</item>
    /// <item>changes that cannot be read, were altered since they were written (by a digest in each), are inconsistent with their kind or times, do
    /// not follow from the guild's preceding change, or have a revision above the clock's; and missing ones that pruning has not removed;</item>
    /// <item>settings that are not a JSON object, registered sections that cannot be read or are not valid, and damaged text that is kept. A section of a newer
    /// schema version is not checked.</item>
    /// </list>
    /// Damage that ends one of these checks is listed too, and the others continue. Guilds and changes are compared some hundreds at a time, each time as of one
    /// instant; so concurrent writes are never mistaken for problems, and no read transaction stays open long. SQLite's own checks, the search for assets and
    /// the count of all changes each read everything as of one instant: while one of them runs, the write-ahead log cannot be reset.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>One sentence for each problem; none if all is well. At most 1,000, followed by one that says how many more there are.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be read for a reason other than damage.</exception>
    /// <example>
    /// <code>
    /// foreach (var problem in await maintenance.VerifyAsync())
    /// {
    ///     logger.LogError("{Problem}", problem);
    /// }
    /// </code>
    /// </example>
    Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes old changes from the audit trail, and those beyond <see cref="GuildConfigOptions.HistoryLimit"/>, now.</summary>
    /// <remarks>
    /// Removes a few at a time, between the writes of the host. The newest change of a guild stays, unless it is old and left the guild without a configuration: so of a
    /// guild that was deleted before that instant, nothing is left. A node that has not yet seen a removed change reloads its cache. A running
    /// host does the same automatically, by <see cref="GuildConfigOptions.HistoryRetention"/> and <see cref="GuildConfigOptions.HistoryLimit"/>.
    /// </remarks>
    /// <param name="changedBefore">Changes of this instant and later stay, unless they are beyond the limit. Not in the future.</param>
    /// <param name="cancellationToken">Cancels the pruning; what has been removed so far stays removed.</param>
    /// <returns>How many changes were removed, those beyond the limit included.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="changedBefore"/> is in the future. Nothing was removed.</exception>
    /// <exception cref="GuildConfigStoreException">The database cannot be written; what has been removed so far stays removed.</exception>
    /// <example>
    /// <code>
    /// var removed = await maintenance.PruneHistoryAsync(changedBefore: DateTimeOffset.UtcNow.AddDays(-90));
    /// </code>
    /// </example>
    Task<long> PruneHistoryAsync(DateTimeOffset changedBefore, CancellationToken cancellationToken = default);

    /// <summary>Erases a guild for good: its configuration and background, its departure, and the contents of its history. It has the defaults afterwards, on every node.</summary>
    /// <remarks>
    /// The changes stay in the audit trail, empty and of the kind <see cref="GuildConfigChangeKind.Erased"/>, so that revisions have no gaps; a new one records the
    /// erasure. On SQLite the bytes are removed from the database file and its log: the file is rewritten, so
    /// writes wait for as long as copying it takes, and it temporarily needs twice its size on the disk. On PostgreSQL they leave the table's files when the server vacuums and reuses the space;
    /// see the page on operations. Backups and exports are the host's responsibility. If nothing is stored of the guild, nothing happens.
    /// </remarks>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Withdraws the erasure if it has not begun to execute.</param>
    /// <returns>A task that completes when the guild is erased.</returns>
    /// <exception cref="GuildConfigStoreException">
    /// The database cannot be written, and nothing was erased; or, as the message says, it was erased, but its bytes may still be in SQLite's files because somebody reads them.
    /// </exception>
    /// <example>
    /// <code>
    /// await maintenance.EraseGuildAsync(guildId);
    /// </code>
    /// </example>
    Task EraseGuildAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Erases references to a user: settings members marked with <see cref="UserIdAttribute"/>, in guilds and in the history; and the user as an actor, with the reasons they gave.</summary>
    /// <remarks>
    /// Erases a few changes at a time, between the writes of the host. A guild that names the user loses the reference as if by <see cref="GuildConfigEditor.Forget"/>, in a change of the kind
    /// <see cref="GuildConfigChangeKind.Erased"/>; no rules are evaluated. Sections that this host has not registered are not searched, and neither are
    /// ids in unmarked members, or in texts. For the bytes, see <see cref="EraseGuildAsync"/>.
    /// </remarks>
    /// <param name="userId">The user's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Cancels the erasure; what has been erased so far stays erased.</param>
    /// <returns>How many changes of the audit trail named the user.</returns>
    /// <exception cref="GuildConfigStoreException">See <see cref="EraseGuildAsync"/>; what has been erased so far stays erased.</exception>
    /// <example>
    /// <code>
    /// var changes = await maintenance.EraseUserAsync(userId: member);
    /// await SendAsync(channelId, $"You are no longer named in {changes} changes.");
    /// </code>
    /// </example>
    Task<long> EraseUserAsync(ulong userId, CancellationToken cancellationToken = default);
}
