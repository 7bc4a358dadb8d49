using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig;

/// <summary>Watches one settings section.</summary>
public static class GuildConfigChangeLogExtensions
{
    /// <summary>Streams the changes in which a section's value differs, starting now, until cancelled.</summary>
    /// <remarks>See <see cref="IGuildConfigChangeLog.WatchAsync(CancellationToken)"/>. A section that is not set has its defaults.</remarks>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="changes">The audit trail.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Changes made by this process and by others; and changes without a guild where changes were lost.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="changes"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered. Thrown at the first change.</exception>
    /// <example>
    /// <code>
    /// await foreach (var change in changes.WatchAsync&lt;ModerationSettings&gt;(stoppingToken))
    /// {
    ///     logger.LogInformation("Guild {Guild}: {Limit}", change.GuildId, change.After?.WarnLimit);
    /// }
    /// </code>
    /// </example>
    public static IAsyncEnumerable<GuildSettingsChange<TSettings>> WatchAsync<TSettings>(this IGuildConfigChangeLog changes, CancellationToken cancellationToken = default)
        where TSettings : class, new()
    {
        ArgumentNullException.ThrowIfNull(changes);
        return SelectAsync<TSettings>(changes.WatchAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Streams the changes after a revision in which a section's value differs, past ones first, until cancelled.</summary>
    /// <remarks>See <see cref="IGuildConfigChangeLog.WatchAsync(long, CancellationToken)"/>. A section that is not set has its defaults.</remarks>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="changes">The audit trail.</param>
    /// <param name="afterRevision">The revision of the last change that was processed; 0 for the beginning.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Changes made by this process and by others; and changes without a guild where changes were lost.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="changes"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="afterRevision"/> is negative.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered. Thrown at the first change.</exception>
    /// <example>
    /// <code>
    /// await foreach (var change in changes.WatchAsync&lt;ModerationSettings&gt;(cursor, stoppingToken))
    /// {
    ///     await HandleAsync(change.Change);
    ///     await SaveCursorAsync(change.Change.Revision);
    /// }
    /// </code>
    /// </example>
    public static IAsyncEnumerable<GuildSettingsChange<TSettings>> WatchAsync<TSettings>(
        this IGuildConfigChangeLog changes, long afterRevision, CancellationToken cancellationToken = default)
        where TSettings : class, new()
    {
        ArgumentNullException.ThrowIfNull(changes);
        return SelectAsync<TSettings>(changes.WatchAsync(afterRevision, cancellationToken), cancellationToken);
    }

    private static async IAsyncEnumerable<GuildSettingsChange<TSettings>> SelectAsync<TSettings>(
        IAsyncEnumerable<GuildConfigChange> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TSettings : class, new()
    {
        await foreach (var change in changes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (change.Outcome is not { } after)
            {
                yield return new(change, Before: null, After: null);
                continue;
            }

            var registry = after.Settings.Registry;
            var section = SettingsSlot<TSettings>.In(registry).Section;
            var before = change.Before?.Settings ?? (change.Remains is null || change.After is not null ? registry.Defaults : null);
            if (before is null || Differs(section, after.GuildId, before, after.Settings))
            {
                yield return new(change, Read<TSettings>(after.GuildId, before), Read<TSettings>(after.GuildId, after.Settings));
            }
        }
    }

    // Compares effective values; a section that cannot be read is compared as stored.
    private static bool Differs(SettingsSection section, ulong guildId, GuildSettings before, GuildSettings after)
    {
        try
        {
            return !JsonNode.DeepEquals(section.ToJson(guildId, before), section.ToJson(guildId, after));
        }
        catch (GuildConfigException)
        {
            return !before.HasSameText(after);
        }
    }

    private static TSettings? Read<TSettings>(ulong guildId, GuildSettings? settings)
        where TSettings : class, new()
    {
        try
        {
            return settings?.Get<TSettings>(guildId);
        }
        catch (GuildConfigException)
        {
            return null;
        }
    }
}
