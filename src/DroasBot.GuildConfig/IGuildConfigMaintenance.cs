namespace DroasBot.GuildConfig;

/// <summary>What an operator does to the database while bots go on using it: copy it, verify it, prune its history. Thread-safe.</summary>
/// <remarks>
/// Not to be called from inside an edit delegate or a unit of work: that is an <see cref="InvalidOperationException"/>. Each call starts the library first
/// if nobody has; a host that cannot load a damaged database at its start verifies it with <see cref="GuildConfigOptions.PreloadOnStartup"/> off.
/// </remarks>
public interface IGuildConfigMaintenance
{
    /// <summary>Copies the SQLite database to a new file, consistently, while reads and writes go on. Not for PostgreSQL: use <c>pg_dump</c> there.</summary>
    /// <remarks>
    /// The copy has all that was committed at one instant after the call began, the audit trail included, and is checked before it gets its name. It takes
    /// as much disk as the database, and as long as reading and writing all of it; while it is made, the write-ahead log cannot be emptied, so it grows with
    /// what is written meanwhile. The file appears whole or not at all; a process that is killed leaves <c>&lt;path&gt;-&lt;random&gt;.partial</c> behind,
    /// which may be deleted. On Unix, the copy gets the permissions of the database, less what the process's umask takes away.
    /// </remarks>
    /// <param name="path">The file to create, in a directory that exists. A relative path is below the current directory.</param>
    /// <param name="cancellationToken">Ends the copying; nothing of the copy is left then.</param>
    /// <returns>A task that completes when the copy is whole, checked, and flushed to the disk.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty, white space, or exists already, its directory does not exist, or it is one of the database's own files. Nothing was written.
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

    /// <summary>Looks for everything that is wrong with what is stored. Changes nothing.</summary>
    /// <remarks>
    /// It reads the whole database in constant memory, while reads and writes go on. Looked for are:
    /// <list type="bullet">
    /// <item>on SQLite, damage to the file's structure, and rows that refer to rows that are not there;</item>
    /// <item>background assets that no guild refers to, and images whose bytes are not those of their hash;</item>
    /// <item>guilds that cannot be read, have a revision above the clock's, have no change in the audit trail, or differ from what their newest change says, or
    /// are not there although it says so; and a clock that is missing;</item>
    /// <item>changes that cannot be read, were altered since they were written (by a digest in each), have a kind or times that do not fit what they say, do
    /// not follow from the guild's change before them, or have a revision above the clock's; and missing ones that pruning has not removed;</item>
    /// <item>settings that are no JSON object, registered sections that cannot be read or are not valid, and damaged text that is kept. A section of a newer
    /// schema version is not looked at.</item>
    /// </list>
    /// Damage that ends one of these checks is listed too, and the others go on. Guilds and changes are compared some hundreds at a time, each time as of one
    /// instant; so writes that go on are never taken for problems, and no read transaction stays open long. SQLite's own checks, the search for assets and
    /// the count of all changes read all they need as of one instant each: while one of them runs, the write-ahead log cannot be emptied.
    /// </remarks>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>One sentence for each problem; none if all is well. At most 1,000, and a last one then that says how many more there are.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be read for another reason than that it is damaged.</exception>
    /// <example>
    /// <code>
    /// foreach (var problem in await maintenance.VerifyAsync())
    /// {
    ///     logger.LogError("{Problem}", problem);
    /// }
    /// </code>
    /// </example>
    Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes old changes from the audit trail, and those beyond <see cref="GuildConfigOptions.HistoryLimit"/>, once and now.</summary>
    /// <remarks>
    /// A few at a time, between the writes of the host. The newest change of a guild stays, unless it is old and left the guild without a configuration: so of a
    /// guild that was deleted before that instant, nothing is left. A node that has not yet seen a change that is removed loads its cache again. A host that
    /// runs does the same by itself, by <see cref="GuildConfigOptions.HistoryRetention"/> and <see cref="GuildConfigOptions.HistoryLimit"/>.
    /// </remarks>
    /// <param name="changedBefore">Changes of this instant and younger ones stay, unless they are beyond the limit. Not in the future.</param>
    /// <param name="cancellationToken">Ends the pruning; what has been removed until then stays removed.</param>
    /// <returns>How many changes were removed, those beyond the limit included.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="changedBefore"/> is in the future. Nothing was removed.</exception>
    /// <exception cref="GuildConfigStoreException">The database cannot be written; what has been removed until then stays removed.</exception>
    /// <example>
    /// <code>
    /// var removed = await maintenance.PruneHistoryAsync(changedBefore: DateTimeOffset.UtcNow.AddDays(-90));
    /// </code>
    /// </example>
    Task<long> PruneHistoryAsync(DateTimeOffset changedBefore, CancellationToken cancellationToken = default);

    /// <summary>Erases a guild for good: its configuration and background, its departure, and all that its history says. It has the defaults afterwards, on every node.</summary>
    /// <remarks>
    /// The changes stay in the audit trail, empty and of the kind <see cref="GuildConfigChangeKind.Erased"/>, so that revisions have no gaps; one more tells of the
    /// erasure. On SQLite the bytes leave the database file and its log: the file is written afresh, so
    /// writes wait as long as copying it takes, and twice its size of disk is needed for that time. On PostgreSQL they leave the table's files when the server vacuums and reuses the space;
    /// see the page on operations. Backups and exports are the host's own. Nothing happens to a guild of which nothing is stored.
    /// </remarks>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Withdraws the erasure if it has not begun to execute.</param>
    /// <returns>A task that completes when it is erased.</returns>
    /// <exception cref="GuildConfigStoreException">
    /// The database cannot be written, and nothing was erased; or, as the message says, it was erased, but its bytes may still be in SQLite's files because somebody reads them.
    /// </exception>
    /// <example>
    /// <code>
    /// await maintenance.EraseGuildAsync(guildId);
    /// </code>
    /// </example>
    Task EraseGuildAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Erases what names a user: members of settings marked with <see cref="UserIdAttribute"/>, in guilds and in the history; and who made a change, with the reason they gave.</summary>
    /// <remarks>
    /// A few changes at a time, between the writes of the host. A guild that names the user loses the reference as if the user had been removed from it, by a change of the kind
    /// <see cref="GuildConfigChangeKind.Erased"/>; no rule of a section is asked. Sections that this host has not registered are not looked into, and neither are
    /// ids in members that are not marked, or in texts. As for the bytes, see <see cref="EraseGuildAsync"/>.
    /// </remarks>
    /// <param name="userId">The user's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Ends the erasure; what has been erased until then is.</param>
    /// <returns>How many changes of the audit trail named the user.</returns>
    /// <exception cref="GuildConfigStoreException">As <see cref="EraseGuildAsync"/>; what has been erased until then is.</exception>
    /// <example>
    /// <code>
    /// var changes = await maintenance.EraseUserAsync(userId: member);
    /// await SendAsync(channelId, $"You are no longer named in {changes} changes.");
    /// </code>
    /// </example>
    Task<long> EraseUserAsync(ulong userId, CancellationToken cancellationToken = default);
}
