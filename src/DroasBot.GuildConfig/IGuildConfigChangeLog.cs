namespace DroasBot.GuildConfig;

/// <summary>The audit trail: who changed what, when and why. Also restores earlier versions. Thread-safe.</summary>
public interface IGuildConfigChangeLog
{
    /// <summary>Streams the changes of a guild, newest first.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The changes that <see cref="GuildConfigOptions.HistoryRetention"/> and <see cref="GuildConfigOptions.HistoryLimit"/> keep.</returns>
    /// <example>
    /// <code>
    /// await foreach (var change in changes.GetHistoryAsync(guildId))
    /// {
    ///     foreach (var difference in change.Differences)
    ///     {
    ///         Console.WriteLine($"{change.ChangedAt:u} {change.ActorId}: {difference.Path} was {difference.Before}");
    ///     }
    /// }
    /// </code>
    /// </example>
    IAsyncEnumerable<GuildConfigChange> GetHistoryAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Streams the changes of a guild before a revision, newest first: the next page of a history.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="beforeRevision">The revision of the last change of the previous page; at least 1.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The changes that <see cref="GuildConfigOptions.HistoryRetention"/> and <see cref="GuildConfigOptions.HistoryLimit"/> keep; take as many as a page holds.</returns>
    /// <example>
    /// <code>
    /// var first = await changes.GetHistoryAsync(guildId).Take(20).ToListAsync();
    /// var second = await changes.GetHistoryAsync(guildId, beforeRevision: first[^1].Revision).Take(20).ToListAsync();
    /// </code>
    /// </example>
    IAsyncEnumerable<GuildConfigChange> GetHistoryAsync(ulong guildId, long beforeRevision, CancellationToken cancellationToken = default);

    /// <summary>Streams changes in the order of their revisions as they are committed, starting now, until cancelled.</summary>
    /// <remarks>
    /// Watching begins when the enumeration does. A watcher that falls too far behind loses changes rather than slowing writers; it receives
    /// a change of kind <see cref="GuildConfigChangeKind.Refreshed"/> without a guild: read again what you keep.
    /// </remarks>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Changes made by this process and by others.</returns>
    /// <example>
    /// <code>
    /// await foreach (var change in changes.WatchAsync(stoppingToken))
    /// {
    ///     logger.LogInformation("{Change}", change);
    /// }
    /// </code>
    /// </example>
    IAsyncEnumerable<GuildConfigChange> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Streams the changes after a revision in order of revision, past ones first, until cancelled. For a consumer that stores its own cursor.</summary>
    /// <remarks>
    /// Each revision comes once. Changes that were pruned from the log are represented by a change of kind <see cref="GuildConfigChangeKind.Refreshed"/>
    /// without a guild, up to its own revision: read again what you keep. The same comes if the database has not reached
    /// <paramref name="afterRevision"/>, for example after a backup was restored, and the stream continues from there; its revision is then smaller than earlier ones. A slow
    /// consumer loses nothing that is still in the log. A database outage does not end the stream.
    /// <para>An erased change comes in its place, with the kind <see cref="GuildConfigChangeKind.Erased"/>.</para>
    /// </remarks>
    /// <param name="afterRevision">The revision of the last change that was processed; 0 for the beginning.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Changes made by this process and by others.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="afterRevision"/> is negative.</exception>
    /// <example>
    /// <code>
    /// await foreach (var change in changes.WatchAsync(cursor, stoppingToken))
    /// {
    ///     await HandleAsync(change);
    ///     await SaveCursorAsync(change.Revision);
    /// }
    /// </code>
    /// </example>
    IAsyncEnumerable<GuildConfigChange> WatchAsync(long afterRevision, CancellationToken cancellationToken = default);

    /// <summary>Restores a guild to its state after an earlier change, as a new change of kind <see cref="GuildConfigChangeKind.Restored"/>.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="revision">The revision of a change of this guild, as <see cref="GetHistoryAsync(ulong, CancellationToken)"/> lists it.</param>
    /// <param name="context">Who restores, why, and which revision is expected; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Withdraws the change if it has not begun to execute.</param>
    /// <returns>The restored configuration. If the guild already has exactly these values, nothing is written.</returns>
    /// <exception cref="ArgumentException">The history has no such revision of this guild.</exception>
    /// <example>
    /// <code>
    /// await changes.RestoreAsync(guildId, revision, new ChangeContext { ActorId = administrator, Reason = "as it was on Monday" });
    /// </code>
    /// </example>
    Task<GuildConfigSnapshot> RestoreAsync(ulong guildId, long revision, ChangeContext? context = null, CancellationToken cancellationToken = default);

    /// <summary>Undoes one change: restores the guild to its state before it, as a new change of kind <see cref="GuildConfigChangeKind.Restored"/>. Later changes of the guild are undone too.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="revision">The revision of a change of this guild, as <see cref="GetHistoryAsync(ulong, CancellationToken)"/> lists it.</param>
    /// <param name="context">Who undoes, why, and which revision is expected; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Withdraws the change if it has not begun to execute.</param>
    /// <returns>The configuration as it was before the change; without a row, if the guild had none. If the guild already has exactly these values, nothing is written.</returns>
    /// <exception cref="ArgumentException">The history has no such revision of this guild.</exception>
    /// <example>
    /// <code>
    /// var last = await changes.GetHistoryAsync(guildId).FirstAsync();
    /// await changes.UndoAsync(guildId, last.Revision, new ChangeContext { ActorId = administrator, ExpectedRevision = last.Revision });
    /// </code>
    /// </example>
    Task<GuildConfigSnapshot> UndoAsync(ulong guildId, long revision, ChangeContext? context = null, CancellationToken cancellationToken = default);
}
