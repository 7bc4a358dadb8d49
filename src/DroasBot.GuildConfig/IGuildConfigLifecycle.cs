namespace DroasBot.GuildConfig;

/// <summary>What a bot tells of its guilds: which ones it is in, and which ones it has left. Thread-safe.</summary>
/// <remarks>
/// A departed guild is read and written as ever; a write is not a return. With <see cref="GuildConfigOptions.LeftGuildRetention"/>, it is erased when it has been
/// away for that long, unless it has returned by then. See <see href="https://discord.com/developers/docs/events/gateway-events#guilds">the gateway's events</see>.
/// </remarks>
public interface IGuildConfigLifecycle
{
    /// <summary>Says that the bot is in a guild: it has joined, or the guild is available again. Undoes a departure.</summary>
    /// <remarks>Costs one read if the guild has not departed, so it may be called for every guild that becomes available.</remarks>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Withdraws the call if it has not begun to execute.</param>
    /// <returns>A task after which the guild is not erased, unless it leaves again.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be read or written. A departure stands.</exception>
    /// <example>
    /// <code>
    /// client.GuildAvailable += guild =&gt; lifecycle.MarkPresentAsync(guild.Id);
    /// </code>
    /// </example>
    Task MarkPresentAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Says that the bot was removed from a guild. Never to be called for one that is merely unavailable, as in an outage of Discord.</summary>
    /// <remarks>Of several calls for one departure the first counts.</remarks>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Withdraws the call if it has not begun to execute.</param>
    /// <returns>A task that completes when that is stored.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be written. Nothing was stored.</exception>
    /// <example>
    /// <code>
    /// client.LeftGuild += guild =&gt; lifecycle.MarkLeftAsync(guild.Id);
    /// </code>
    /// </example>
    Task MarkLeftAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Compares the stored guilds of this process's shards with those that the bot is in: what was missed while the bot was down is made up for.</summary>
    /// <remarks>
    /// To be called when all shards of this process are ready, with the guilds of all of them, the unavailable ones included. Guilds of other shards are not looked
    /// at, by <see cref="GuildConfigOptions.Shards"/>. A brake holds if more are missing than can be believed.
    /// </remarks>
    /// <param name="presentGuildIds">The guilds that the bot is in, in any order.</param>
    /// <param name="maxShareLeft">
    /// Which share of the stored guilds that have not departed may be found missing, from 0 to 1. Default: 0.05. A bot in few guilds, of which one is more than
    /// that, needs a larger one.
    /// </param>
    /// <param name="cancellationToken">Ends the comparison; what has been stored until then stays.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException"><paramref name="presentGuildIds"/> contains 0, or <paramref name="maxShareLeft"/> is not from 0 to 1.</exception>
    /// <exception cref="GuildConfigException">More are missing than <paramref name="maxShareLeft"/> allows. Nothing was changed, returns included.</exception>
    /// <exception cref="GuildConfigStoreException">The database cannot be read or written.</exception>
    /// <example>
    /// <code>
    /// var guilds = client.Guilds.Select(guild =&gt; guild.Id).ToList();
    /// var found = await lifecycle.ReconcileAsync(guilds, cancellationToken: stoppingToken);
    /// logger.LogInformation("{Left} guilds were left while the bot was down", found.Left);
    /// </code>
    /// </example>
    Task<GuildReconciliation> ReconcileAsync(IReadOnlyCollection<ulong> presentGuildIds, double maxShareLeft = 0.05, CancellationToken cancellationToken = default);

    /// <summary>Streams the guilds that the bot has left, of all shards, those first that have been away for longest.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The departures.</returns>
    /// <example>
    /// <code>
    /// await foreach (var (guild, leftAt) in lifecycle.ListDeparturesAsync())
    /// {
    ///     Console.WriteLine($"{guild} was left at {leftAt:u}");
    /// }
    /// </code>
    /// </example>
    IAsyncEnumerable<GuildDeparture> ListDeparturesAsync(CancellationToken cancellationToken = default);
}
