using System.Data;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>Reads which guilds have departed, and which are stored.</summary>
internal sealed class DepartureReader(ReaderPool pool, GuildShards shards)
{
    internal const int PageSize = 500;

    private static readonly Statement _has = new("SELECT 1 FROM guild_departure WHERE guild_id = @guild", ("guild", DbType.Int64));

    private static readonly Statement _count = new("SELECT count(*) FROM guild_departure");

    private static readonly Statement _page = new(
        $"""
        SELECT guild_id, left_at FROM guild_departure
        WHERE left_at <= @by AND (left_at > @at OR (left_at = @at AND guild_id > @guild)) ORDER BY left_at, guild_id LIMIT {PageSize}
        """,
        ("by", DbType.Int64), ("at", DbType.Int64), ("guild", DbType.Int64));

    private readonly Statement _stored = new($"SELECT g.guild_id FROM guild_config AS g{shards.Condition("g.guild_id")}") { TimeoutSeconds = 600 };

    private readonly Statement _departed = new($"SELECT d.guild_id FROM guild_departure AS d{shards.Condition("d.guild_id")}") { TimeoutSeconds = 600 };

    public Task<bool> HasDepartedAsync(ulong guildId, CancellationToken cancellationToken)
        => pool.ReadAsync(_has, static cursor => cursor.MoveNextAsync(), cancellationToken, Snowflake.ToStored(guildId));

    public Task<long> CountAsync(CancellationToken cancellationToken)
        => pool.ReadNumberAsync(_count, cancellationToken);

    /// <summary>Lists all departures, oldest first, page by page.</summary>
    public IAsyncEnumerable<GuildDeparture> ListAsync(CancellationToken cancellationToken) => ListAsync(long.MaxValue, cancellationToken);

    /// <summary>Lists the departures up to a given time, oldest first, page by page.</summary>
    /// <param name="leftBy">The time, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<GuildDeparture> ListAsync(long leftBy, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, guild) = (long.MinValue, long.MinValue);
        while (true)
        {
            var page = await pool.QueryAsync(_page, Read, cancellationToken, leftBy, at, guild).ConfigureAwait(false);
            foreach (var departure in page)
            {
                yield return departure;
            }

            if (page.Count < PageSize)
            {
                break;
            }

            (at, guild) = (page[^1].LeftAt.ToUnixTimeMilliseconds(), Snowflake.ToStored(page[^1].GuildId));
        }
    }

    /// <summary>Reads the ids of all stored guilds of this process's shards.</summary>
    public Task<HashSet<ulong>> ReadStoredAsync(CancellationToken cancellationToken) => ReadIdsAsync(_stored, cancellationToken);

    /// <summary>Reads the ids of all departed guilds of this process's shards.</summary>
    public Task<HashSet<ulong>> ReadDepartedAsync(CancellationToken cancellationToken) => ReadIdsAsync(_departed, cancellationToken);

    private static GuildDeparture Read(StoredRow row) => new(Snowflake.FromStored(row.Int64(0)), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(1)));

    private async Task<HashSet<ulong>> ReadIdsAsync(Statement statement, CancellationToken cancellationToken)
        => [.. await pool.QueryAsync(statement, static row => Snowflake.FromStored(row.Int64(0)), cancellationToken).ConfigureAwait(false)];
}
