using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig;

/// <summary>Reads and changes the configuration of guilds. Resolve it from the host's services; one instance serves all callers.</summary>
/// <remarks>
/// Every member may be called from any thread. Reads are served from memory; every change is durable when its task completes,
/// and every read that starts after that sees it.
/// <para>
/// All members throw <see cref="ArgumentOutOfRangeException"/> for a guild id of 0, <see cref="InvalidOperationException"/> when they are
/// called from inside an edit delegate or a unit of work, <see cref="GuildConfigStoreException"/> when the database cannot answer, and
/// <see cref="OperationCanceledException"/> when cancelled, in which case nothing was changed.
/// </para>
/// </remarks>
public interface IGuildConfigService
{
    /// <summary>Gets the configuration of a guild. A guild without a row gets defaults (<see cref="GuildConfigSnapshot.Exists"/> is <see langword="false"/>); nothing is written.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only, never a load that others wait for.</param>
    /// <returns>An immutable snapshot. A cached one is returned synchronously and without an allocation.</returns>
    /// <exception cref="GuildConfigStoreException">The guild is not cached and the database cannot be read. Defaults are never substituted.</exception>
    /// <example>
    /// <code>
    /// var guild = await configs.GetAsync(guildId);
    /// if (guild.WelcomeChannelId is { } channel)
    /// {
    ///     await SendAsync(channel, $"Welcome, {member}!");
    /// }
    /// </code>
    /// </example>
    ValueTask<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Streams every stored configuration in ascending order of guild id, directly from the database, page by page.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Each stored guild once. A guild created or deleted during the enumeration may or may not appear.</returns>
    /// <example>
    /// <code>
    /// await foreach (var guild in configs.ListAsync(cancellationToken))
    /// {
    ///     Console.WriteLine(guild);
    /// }
    /// </code>
    /// </example>
    IAsyncEnumerable<GuildConfigSnapshot> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Streams the stored configurations of guilds with a larger id, in ascending order of guild id, directly from the database: the next page of a list.</summary>
    /// <param name="afterGuildId">The last guild of the previous page; 0 for the first page.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Each stored guild once; take as many as a page holds. A guild created or deleted during the enumeration may or may not appear.</returns>
    /// <example>
    /// <code>
    /// var page = await configs.ListAsync(afterGuildId: lastOfThePageBefore).Take(20).ToListAsync();
    /// </code>
    /// </example>
    IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, CancellationToken cancellationToken = default);

    /// <summary>Gets the configuration of a guild, storing the default configuration first if the guild has none. Call it when the bot joins a guild.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="context">Who creates it, and why; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Withdraws the call if it has not begun to execute.</param>
    /// <returns>The stored configuration.</returns>
    /// <exception cref="GuildConfigConflictException">The revision is not the expected one.</exception>
    /// <example>
    /// <code>
    /// var guild = await configs.GetOrCreateAsync(guildId, new ChangeContext { Reason = "the bot has joined" });
    /// </code>
    /// </example>
    Task<GuildConfigSnapshot> GetOrCreateAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default);

    /// <summary>Changes the configuration of a guild atomically; creates it if the guild has none.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="edit">
    /// Edits the current values. It runs inside the write transaction, so keep it short; it may run more than once, so it
    /// should have no side effects. An exception it throws reaches the caller and changes nothing.
    /// </param>
    /// <param name="context">Who changes, why, and which revision is expected; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Withdraws the change if it has not begun to execute.</param>
    /// <returns>The configuration after the change. An edit that changes nothing writes nothing and takes no revision.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="edit"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The edit is async, or sets a value that is not allowed.</exception>
    /// <exception cref="GuildConfigConflictException">The revision is not the expected one.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(
    ///     guildId,
    ///     guild =&gt; guild.WelcomeChannelId = channelId,
    ///     new ChangeContext { ActorId = administrator, Reason = "welcome channel" });
    /// </code>
    /// </example>
    Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, ChangeContext? context = null, CancellationToken cancellationToken = default);

    /// <summary>Refuses an async edit at compile time: it would be stored in part. Await first, then call <see cref="UpdateAsync(ulong, Action{GuildConfigEditor}, ChangeContext?, CancellationToken)"/>.</summary>
    /// <remarks>A lambda that only throws binds to this overload too; use a method that returns <see langword="void"/>.</remarks>
    /// <param name="guildId">Not used.</param>
    /// <param name="edit">Not used.</param>
    /// <param name="context">Not used.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ArgumentException">Always.</exception>
    [Obsolete(AsyncEdits.Advice, error: true)]
    Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Func<GuildConfigEditor, Task> edit, ChangeContext? context = null, CancellationToken cancellationToken = default)
        => throw AsyncEdits.Refused(nameof(edit));

    /// <summary>Deletes the configuration of a guild, its background included. The guild then has defaults; its history remains.</summary>
    /// <remarks>Do not call it because a guild seems to have left: an outage looks the same.</remarks>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="context">Who deletes, why, and which revision is expected; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Withdraws the change if it has not begun to execute.</param>
    /// <returns><see langword="true"/> if there was a configuration; <see langword="false"/> if there was none, and nothing was written.</returns>
    /// <exception cref="GuildConfigConflictException">The revision is not the expected one.</exception>
    /// <example>
    /// <code>
    /// if (await configs.DeleteAsync(guildId, new ChangeContext { ActorId = administrator, Reason = "/reset" }))
    /// {
    ///     await SendAsync(channelId, "All settings are the defaults again.");
    /// }
    /// </code>
    /// </example>
    Task<bool> DeleteAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default);

    /// <summary>Runs a unit of work over one or more guilds: all of its changes are committed together, or none.</summary>
    /// <param name="work">
    /// Reads and changes guilds through the transaction it is given. It runs while the write transaction is open, so every other writer waits
    /// for it: do no slow work in it. It may run again after a transient failure. An exception it throws reaches the caller and changes nothing.
    /// </param>
    /// <param name="context">Who changes, and why; <see cref="ChangeContext.ExpectedRevision"/> must be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Withdraws the unit if it has not begun to execute; after that it cancels the unit's own token, which the timeout cancels too.</param>
    /// <returns>A task that completes when the unit is committed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="context"/> has an expected revision: a unit has several guilds, so compare <see cref="GuildConfigSnapshot.Revision"/> inside it.</exception>
    /// <exception cref="GuildConfigException">The unit ran longer than <see cref="GuildConfigOptions.TransactionTimeout"/> and was rolled back.</exception>
    /// <example>
    /// <code>
    /// await configs.TransactAsync(async (unit, token) =&gt;
    /// {
    ///     var from = await unit.GetAsync(oldGuildId, token);
    ///     await unit.UpdateAsync(newGuildId, guild =&gt; guild.WelcomeChannelId = from.WelcomeChannelId, token);
    ///     await unit.DeleteAsync(oldGuildId, token);
    /// });
    /// </code>
    /// </example>
    Task TransactAsync(Func<IGuildConfigTransaction, CancellationToken, Task> work, ChangeContext? context = null, CancellationToken cancellationToken = default);
}
