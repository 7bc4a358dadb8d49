using System.Data;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>Reads guilds. Each statement also reads the clock, so that the age of the rows is known.</summary>
internal sealed class GuildConfigRepository(ReaderPool pool, IDatabaseDialect dialect, SettingsRegistry registry, GuildShards shards) : IGuildConfigRepository
{
    internal const int PageSize = 500;

    private const int First = 1;

    /// <summary>Scans of whole tables run at the pace of the consuming caller.</summary>
    private const int ScanSeconds = 600;

    private static readonly Statement _find = new(
        $"""
        SELECT k.revision, {GuildRow.Columns} FROM guild_config_clock AS k
            LEFT JOIN guild_config AS g ON g.guild_id = @guild LEFT JOIN background_asset AS b ON b.id = g.background_ref
        """,
        ("guild", DbType.Int64));

    private static readonly Statement _revision = new("SELECT revision FROM guild_config_clock");

    private static readonly Statement _count = new("SELECT count(*) FROM guild_config") { TimeoutSeconds = ScanSeconds };

    /// <summary>The clock is not joined: SQLite would sort all remaining guilds for every page.</summary>
    private static readonly Statement _page = new(
        $"""
        SELECT (SELECT revision FROM guild_config_clock), {GuildRow.Columns} FROM {GuildRow.Tables}
        WHERE g.guild_id >= @from AND g.guild_id <= @last ORDER BY g.guild_id LIMIT {PageSize}
        """,
        ("from", DbType.Int64), ("last", DbType.Int64));

    private readonly Statement _countOwn = new($"SELECT count(*) FROM guild_config AS g{shards.Condition("g.guild_id")}") { TimeoutSeconds = ScanSeconds };

    private readonly Statement _scan = new(
        $"SELECT k.revision, {GuildRow.Columns} FROM guild_config_clock AS k CROSS JOIN {GuildRow.Tables}{shards.Condition("g.guild_id")}")
    { TimeoutSeconds = ScanSeconds };

    public async ValueTask<LoadedGuild> FindAsync(ulong guildId, CancellationToken cancellationToken)
        => await pool.ReadAsync(
            _find,
            async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? ToLoaded(cursor.Row, guildId) : throw Clock.Missing(),
            cancellationToken,
            Snowflake.ToStored(guildId)).ConfigureAwait(false);

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
        => pool.ReadAsync(
            _revision,
            static async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? cursor.Row.Int64(0) : throw Clock.Missing(),
            cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => CountAsync(_count, cancellationToken);

    public Task<long> CountOwnAsync(CancellationToken cancellationToken) => CountAsync(_countOwn, cancellationToken);

    public Task<(int Count, GuildConfigStoreException? First)> ScanAsync(Func<LoadedGuild, bool> visit, CancellationToken cancellationToken)
        => pool.ReadAsync<(int, GuildConfigStoreException?)>(
            _scan,
            async cursor =>
            {
                var (count, first) = (0, (GuildConfigStoreException?)null);
                while (await cursor.MoveNextAsync().ConfigureAwait(false))
                {
                    LoadedGuild guild;
                    try
                    {
                        guild = ToLoaded(cursor.Row);
                    }
                    catch (FormatException damaged)
                    {
                        // Fails only reads of that guild.
                        first ??= dialect.ToStoreException(damaged);
                        count++;
                        continue;
                    }

                    if (!visit(guild))
                    {
                        break;
                    }
                }

                return (count, first);
            },
            cancellationToken);

    public async IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ids from 2^63 up are stored as negative numbers, so each half of the ids is a separate range.
        var from = afterGuildId;
        while (from != ulong.MaxValue)
        {
            var first = Snowflake.ToStored(from + 1);
            var last = first < 0 ? -1 : long.MaxValue;
            var page = await ReadPageAsync(first, last, cancellationToken).ConfigureAwait(false);
            foreach (var snapshot in page)
            {
                yield return snapshot;
            }

            from = page.Count == PageSize ? page[^1].GuildId : Snowflake.FromStored(last);
        }
    }

    private Task<long> CountAsync(Statement count, CancellationToken cancellationToken)
        => pool.ReadNumberAsync(count, cancellationToken);

    private Task<List<GuildConfigSnapshot>> ReadPageAsync(long first, long last, CancellationToken cancellationToken)
        => pool.QueryAsync(_page, row => GuildRow.ToSnapshot(row, First, registry), cancellationToken, first, last);

    private LoadedGuild ToLoaded(StoredRow row, ulong guildId)
        => GuildRow.IsAbsent(row, First) ? new LoadedGuild(GuildConfigSnapshot.Absent(guildId, registry.Defaults), row.Int64(0)) : ToLoaded(row);

    private LoadedGuild ToLoaded(StoredRow row) => new(GuildRow.ToSnapshot(row, First, registry), row.Int64(0));
}
