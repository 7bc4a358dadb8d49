namespace DroasBot.GuildConfig;

/// <summary>Records which guilds the bot is in, and which it has left. Thread-safe.</summary>
/// <remarks>
/// A departed guild is read and written as before; a write does not count as a return. With <see cref="GuildConfigOptions.LeftGuildRetention"/>, it is erased when it has been
/// away for that long, unless it has returned by then. See <see href="https://discord.com/developers/docs/events/gateway-events#guilds">the gateway's events</see>.
/// </remarks>
public interface IGuildConfigLifecycle
{
    /// <summary>Reports that the bot is in a guild: it has joined, or the guild is available again. Cancels a departure.</summary>
    /// <remarks>Costs one read if the guild has not departed, so it may be called for every guild that becomes available.</remarks>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Withdraws the call if it has not begun to execute.</param>
    /// <returns>A task that completes when the guild is safe from erasure, unless it leaves again.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be read or written. A departure stands.</exception>
    /// <example>
    /// <code>
    /// client.GuildAvailable += guild =&gt; lifecycle.MarkPresentAsync(guild.Id);
    /// </code>
    /// </example>
    Task MarkPresentAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Reports that the bot was removed from a guild. Do not call it for a guild that is merely unavailable, as in a Discord outage.</summary>
    /// <remarks>Of several calls for one departure, the first counts.</remarks>
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

    /// <summary>Compares the stored guilds of this process's shards with those that the bot is in: catches up on what was missed while the bot was down.</summary>
    /// <remarks>
    /// Call it when all shards of this process are ready, with the guilds of all of them, including unavailable ones. Guilds of other shards
    /// (<see cref="GuildConfigOptions.Shards"/>) are ignored. A safety limit applies if implausibly many are missing.
    /// </remarks>
    /// <param name="presentGuildIds">The guilds that the bot is in, in any order.</param>
    /// <param name="maxShareLeft">
    /// The share of the stored guilds that have not departed which may be missing, from 0 to 1. Default: 0.05. If a bot is in so few guilds that one exceeds
    /// that share, pass a larger one.
    /// </param>
    /// <param name="cancellationToken">Cancels the comparison; what has been stored so far stays.</param>
    /// <returns>The result.</returns>
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

    /// <summary>Streams the guilds that the bot has left, of all shards, in order of departure.</summary>
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
