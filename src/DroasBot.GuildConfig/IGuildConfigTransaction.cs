using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig;

/// <summary>A unit of work over several guilds: all or nothing. Reads see its own changes.</summary>
/// <remarks>
/// Valid only while the delegate given to <see cref="IGuildConfigService.TransactAsync"/> runs, and for one call at a time: any other use throws
/// <see cref="InvalidOperationException"/>. Not thread-safe.
/// </remarks>
public interface IGuildConfigTransaction
{
    /// <summary>Gets the configuration of a guild, including the changes of this unit of work.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Cancels the call before it starts.</param>
    /// <returns>An immutable snapshot; defaults if the guild has no row.</returns>
    /// <example>
    /// <code>
    /// await configs.TransactAsync(async (unit, token) =&gt;
    /// {
    ///     var guild = await unit.GetAsync(guildId, token);
    ///     await unit.UpdateAsync(otherGuildId, edit =&gt; edit.WelcomeChannelId = guild.WelcomeChannelId, token);
    /// });
    /// </code>
    /// </example>
    Task<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default);

    /// <summary>Changes the configuration of a guild; creates it if the guild has none.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="edit">Edits the current values.</param>
    /// <param name="cancellationToken">Cancels the call before it starts.</param>
    /// <returns>The configuration after the change, not yet committed.</returns>
    /// <example>
    /// <code>
    /// await configs.TransactAsync(async (unit, token) =&gt;
    /// {
    ///     foreach (var guild in new[] { guildId, otherGuildId })
    ///     {
    ///         await unit.UpdateAsync(guild, edit =&gt; edit.Write("moderation.warnLimit", "5"), token);
    ///     }
    /// });
    /// </code>
    /// </example>
    Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, CancellationToken cancellationToken = default);

    /// <summary>Refuses an async edit at compile time: await first, inside the unit of work, then call <see cref="UpdateAsync(ulong, Action{GuildConfigEditor}, CancellationToken)"/>.</summary>
    /// <param name="guildId">Not used.</param>
    /// <param name="edit">Not used.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ArgumentException">Always.</exception>
    [Obsolete(AsyncEdits.Advice, error: true)]
    Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Func<GuildConfigEditor, Task> edit, CancellationToken cancellationToken = default)
        => throw AsyncEdits.Refused(nameof(edit));

    /// <summary>Deletes the configuration of a guild.</summary>
    /// <param name="guildId">The guild's snowflake, from 1 to <see cref="ulong.MaxValue"/>.</param>
    /// <param name="cancellationToken">Cancels the call before it starts.</param>
    /// <returns><see langword="true"/> if there was a configuration.</returns>
    /// <example>
    /// <code>
    /// await configs.TransactAsync(async (unit, token) =&gt;
    /// {
    ///     await unit.DeleteAsync(guildId, token);
    ///     await unit.DeleteAsync(otherGuildId, token);
    /// });
    /// </code>
    /// </example>
    Task<bool> DeleteAsync(ulong guildId, CancellationToken cancellationToken = default);
}
