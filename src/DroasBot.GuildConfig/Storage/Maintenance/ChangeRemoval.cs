using System.Data;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Removes changes from the log, in a write transaction. The clock counts them, so that verification can distinguish missing changes from pruned ones.</summary>
internal static class ChangeRemoval
{
    private static readonly Statement _keepBefore = new(
        """
        UPDATE guild_config_change SET previous = NULL,
            "before" = coalesce("before", (
                SELECT l."after" FROM guild_config_change AS l WHERE l.guild_id = @guild AND l.revision <= @last ORDER BY l.revision DESC LIMIT 1))
        WHERE revision = (SELECT min(n.revision) FROM guild_config_change AS n WHERE n.guild_id = @guild AND n.revision > @last)
        """,
        ("guild", DbType.Int64), ("last", DbType.Int64));

    private static readonly Statement _remove = new(
        "DELETE FROM guild_config_change WHERE guild_id = @guild AND revision <= @last", ("guild", DbType.Int64), ("last", DbType.Int64));

    private static readonly Statement _removeRefreshes = new(
        "DELETE FROM guild_config_change WHERE guild_id IS NULL AND revision <= @last AND changed_at < @before", ("last", DbType.Int64), ("before", DbType.Int64));

    private static readonly Statement _count = new("UPDATE guild_config_clock SET pruned = pruned + @removed", ("removed", DbType.Int64));

    /// <summary>Removes a guild's oldest changes, up to a revision; its new oldest change then stores the state before it.</summary>
    /// <returns>How many were removed.</returns>
    public static Task<int> RemoveAsync(UnitOfWork unit, ulong guildId, long last)
        => CountAsync(unit, async session =>
        {
            var guild = Snowflake.ToStored(guildId);
            await session.ExecuteAsync(_keepBefore, guild, last).ConfigureAwait(false);
            return await session.ExecuteAsync(_remove, guild, last).ConfigureAwait(false);
        });

    /// <summary>Removes old changes that apply to all guilds.</summary>
    /// <returns>How many were removed.</returns>
    public static Task<int> RemoveRefreshesAsync(UnitOfWork unit, long last, long changedBefore)
        => CountAsync(unit, session => session.ExecuteAsync(_removeRefreshes, last, changedBefore));

    private static async Task<int> CountAsync(UnitOfWork unit, Func<WriteSession, Task<int>> remove)
    {
        var removed = await unit.UseAsync(async session =>
        {
            var removed = await remove(session).ConfigureAwait(false);
            if (removed > 0)
            {
                await session.ExecuteAsync(_count, (long)removed).ConfigureAwait(false);
            }

            return removed;
        }).ConfigureAwait(false);
        unit.Plan.HasFreedSpace = removed > 0;
        return removed;
    }
}
