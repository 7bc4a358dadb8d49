using System.Data;
using System.Globalization;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Erases references to a user: members marked with <see cref="UserIdAttribute"/>, in guilds and in the history; and the actor and reason of the user's changes.</summary>
/// <remarks>
/// Guilds are processed first: the change that removes the user from a guild is then part of the history that is processed. Readers find the candidates;
/// each transaction checks them again, and rewrites a few.
/// </remarks>
internal sealed class UserEraser(ReaderPool pool, WriteQueue queue, SettingsRegistry registry, WriteRules rules)
{
    private const int PageSize = 100;

    private static readonly Statement _guilds = new(
        $"SELECT guild_id FROM guild_config WHERE guild_id >= @from AND settings LIKE @digits ORDER BY guild_id LIMIT {PageSize}",
        ("from", DbType.Int64), ("digits", DbType.String))
    { TimeoutSeconds = 600 };

    private static readonly Statement _changes = new(
        $"""
        SELECT revision FROM guild_config_change
        WHERE revision > @after AND (actor_id = @user OR "after" LIKE @digits OR "before" LIKE @digits) ORDER BY revision LIMIT {PageSize}
        """,
        ("after", DbType.Int64), ("user", DbType.Int64), ("digits", DbType.String))
    { TimeoutSeconds = 600 };

    /// <returns>How many changes were rewritten.</returns>
    public async Task<long> EraseAsync(ulong userId, CancellationToken cancellationToken)
    {
        var references = new UserReferences(registry, userId);
        var digits = $"%{userId.ToString(CultureInfo.InvariantCulture)}%";
        for (long? from = long.MinValue; from is not null;)
        {
            var guilds = await ListAsync(_guilds, cancellationToken, from, digits).ConfigureAwait(false);
            foreach (var guild in guilds)
            {
                await queue.ExecuteAsync(unit => EraseInGuildAsync(unit, Snowflake.FromStored(guild), references), cancellationToken).ConfigureAwait(false);
            }

            from = guilds.Count < PageSize || guilds[^1] == long.MaxValue ? null : guilds[^1] + 1;
        }

        var touched = 0L;
        for (long? after = 0; after is not null;)
        {
            var changes = await ListAsync(_changes, cancellationToken, after, Snowflake.ToStored(userId), digits).ConfigureAwait(false);
            if (changes.Count > 0)
            {
                touched += await queue.ExecuteAsync(unit => EraseInHistoryAsync(unit, changes, userId, references), cancellationToken).ConfigureAwait(false);
            }

            after = changes.Count < PageSize ? null : changes[^1];
        }

        return touched;
    }

    private async Task<bool> EraseInGuildAsync(UnitOfWork unit, ulong guildId, UserReferences references)
    {
        var guild = await unit.FindAsync(guildId).ConfigureAwait(false);
        if (!guild.Current.Exists || references.DropFrom(guild.Current.SettingsJson) is not { } settings)
        {
            return false;
        }

        var (before, now) = (guild.Current, rules.Now);
        unit.Plan.Take(
            guild,
            new Proposal(GuildConfigChangeKind.Erased, now, revision => new GuildConfigSnapshot(
                guildId, before.WelcomeChannelId, before.Background, registry.Read(settings), before.CreatedAtMilliseconds, now.ToUnixTimeMilliseconds(), revision)),
            new ChangeContext());
        return true;
    }

    private static Task<long> EraseInHistoryAsync(UnitOfWork unit, IReadOnlyList<long> changes, ulong userId, UserReferences references)
        => unit.UseAsync(async session =>
        {
            var touched = 0L;
            foreach (var revision in changes)
            {
                foreach (var text in await session.QueryAsync(ChangeText.Select, ChangeText.Read, revision).ConfigureAwait(false))
                {
                    if (text.Without(userId, references) is { } rest)
                    {
                        touched += await session.ExecuteAsync(ChangeText.Update, rest.Values()).ConfigureAwait(false);
                    }
                }
            }

            unit.Plan.HasWritten = touched > 0;
            return touched;
        });

    private Task<List<long>> ListAsync(Statement statement, CancellationToken cancellationToken, params object?[] values)
        => pool.QueryAsync(statement, static row => row.Int64(0), cancellationToken, values);
}
