using System.Data;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Finds the changes that may be removed, in read transactions.</summary>
internal sealed class PrunableChanges(ReaderPool pool)
{
    /// <summary>How many changes one transaction removes at most, so that no write waits for it for long.</summary>
    internal const int BatchSize = 100;

    private const int PageSize = 1000;

    private static readonly Statement _revision = new("SELECT revision FROM guild_config_clock");

    private static readonly Statement _next = new(
        "SELECT revision, changed_at FROM guild_config_change WHERE revision >= @from ORDER BY revision LIMIT 1", ("from", DbType.Int64));

    private static readonly Statement _page = new(
        $"SELECT revision, guild_id FROM guild_config_change WHERE revision > @after AND revision <= @end AND changed_at < @before ORDER BY revision LIMIT {PageSize}",
        ("after", DbType.Int64), ("end", DbType.Int64), ("before", DbType.Int64))
    { TimeoutSeconds = 600 };

    private static readonly Statement _long = new(
        "SELECT guild_id FROM guild_config_change WHERE guild_id IS NOT NULL GROUP BY guild_id HAVING count(*) > @limit", ("limit", DbType.Int64))
    { TimeoutSeconds = 600 };

    /// <summary>
    /// The oldest change that is young enough to stay, the oldest that stays within the limit, the newest change, whether that is an expired deletion,
    /// the first change, and the last change of the first batch.
    /// </summary>
    private static readonly Statement _cut = new(
        $"""
        SELECT
            (SELECT y.revision FROM guild_config_change AS y WHERE y.guild_id = @guild AND y.changed_at >= @before ORDER BY y.revision LIMIT 1),
            (SELECT l.revision FROM guild_config_change AS l WHERE l.guild_id = @guild ORDER BY l.revision DESC LIMIT 1 OFFSET @kept),
            n.revision, CASE WHEN n."after" IS NULL AND n.changed_at < @before THEN 1 ELSE 0 END,
            (SELECT min(f.revision) FROM guild_config_change AS f WHERE f.guild_id = @guild),
            (SELECT b.revision FROM guild_config_change AS b WHERE b.guild_id = @guild ORDER BY b.revision LIMIT 1 OFFSET {BatchSize - 1})
        FROM guild_config_change AS n WHERE n.guild_id = @guild ORDER BY n.revision DESC LIMIT 1
        """,
        ("guild", DbType.Int64), ("before", DbType.Int64), ("kept", DbType.Int64));

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
        => pool.ReadNumberAsync(_revision, cancellationToken);

    /// <summary>Finds the last change that is older than an instant: by bisection, since changes are ordered by time, apart from differences between the clocks of machines.</summary>
    public async Task<long> FindEndAsync(long changedBefore, CancellationToken cancellationToken)
    {
        var (low, high) = (0L, await ReadRevisionAsync(cancellationToken).ConfigureAwait(false));
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var next = await NextAsync(middle, cancellationToken).ConfigureAwait(false);
            if (next is { } found && found.ChangedAt < changedBefore)
            {
                low = Math.Min(high, found.Revision);
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Lists the guilds that have changes in a range of revisions and before a given time, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ulong>> ListChangedAsync(long after, long end, long changedBefore, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = after;
        while (position < end)
        {
            var (last, guilds) = await ReadPageAsync(position, end, changedBefore, cancellationToken).ConfigureAwait(false);
            yield return guilds;
            position = last ?? end;
        }
    }

    /// <summary>Lists the guilds that have more changes than a limit.</summary>
    public Task<List<ulong>> ListLongAsync(int limit, CancellationToken cancellationToken)
        => pool.QueryAsync(_long, static row => Snowflake.FromStored(row.Int64(0)), cancellationToken, (long)limit);

    /// <summary>Finds the revision up to which to remove a guild's oldest changes next, a batch at most. The newest change stays, unless it is an expired deletion.</summary>
    /// <param name="guildId">The guild.</param>
    /// <param name="changedBefore">Changes from this instant on stay, in Unix milliseconds.</param>
    /// <param name="limit">How many stay at most; <see langword="null"/> for any number.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The revision; <see langword="null"/> if none is to be removed.</returns>
    public Task<long?> FindCutAsync(ulong guildId, long changedBefore, int? limit, CancellationToken cancellationToken)
        => pool.ReadAsync<long?>(
            _cut,
            static async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? CutOf(cursor.Row) : null,
            cancellationToken,
            Snowflake.ToStored(guildId),
            changedBefore,
            (long)(limit ?? int.MaxValue));

    private static long? CutOf(StoredRow row)
    {
        var (young, beyond, newest, first) = (row.NullableInt64(0), row.NullableInt64(1), row.Int64(2), row.Int64(4));
        var end = young is null && row.Int64(3) == 1 ? newest : Math.Min(young ?? newest, newest) - 1;
        end = Math.Max(end, beyond ?? 0);
        end = Math.Min(end, row.NullableInt64(5) ?? long.MaxValue);
        return end >= first ? end : null;
    }

    private Task<(long Revision, long ChangedAt)?> NextAsync(long from, CancellationToken cancellationToken)
        => pool.ReadAsync<(long, long)?>(
            _next, static async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? (cursor.Row.Int64(0), cursor.Row.Int64(1)) : null, cancellationToken, from);

    private Task<(long? Last, IReadOnlyList<ulong> Guilds)> ReadPageAsync(long after, long end, long changedBefore, CancellationToken cancellationToken)
        => pool.ReadAsync<(long?, IReadOnlyList<ulong>)>(
            _page,
            static async cursor =>
            {
                long? last = null;
                var guilds = new HashSet<ulong>();
                while (await cursor.MoveNextAsync().ConfigureAwait(false))
                {
                    last = cursor.Row.Int64(0);
                    if (cursor.Row.NullableInt64(1) is { } guild)
                    {
                        guilds.Add(Snowflake.FromStored(guild));
                    }
                }

                return (last, [.. guilds]);
            },
            cancellationToken,
            after,
            end,
            changedBefore);
}
