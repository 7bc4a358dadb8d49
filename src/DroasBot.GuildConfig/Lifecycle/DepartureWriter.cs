using System.Data;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Lifecycle;

/// <summary>Stores departures and returns. They have no revisions, since no node caches them.</summary>
internal sealed class DepartureWriter(WriteQueue queue, WriteRules rules)
{
    /// <summary>The number of guilds per statement.</summary>
    private const int StatementSize = 100;

    /// <summary>The number of statements per transaction, so that no write waits for it long.</summary>
    private const int TransactionSize = 10;

    private static readonly Statement _add = new(
        "INSERT INTO guild_departure (guild_id, left_at) VALUES (@guild, @now) ON CONFLICT (guild_id) DO NOTHING", ("guild", DbType.Int64), ("now", DbType.Int64));

    private static readonly Statement _addStored = new(
        $"INSERT INTO guild_departure (guild_id, left_at) SELECT guild_id, @now FROM guild_config WHERE guild_id IN ({Names}) ON CONFLICT (guild_id) DO NOTHING",
        [("now", DbType.Int64), .. Ids]);

    private static readonly Statement _remove = new($"DELETE FROM guild_departure WHERE guild_id IN ({Names})", [.. Ids]);

    private static IEnumerable<(string Name, DbType Type)> Ids => Enumerable.Range(0, StatementSize).Select(static number => ($"i{number}", DbType.Int64));

    private static string Names => string.Join(", ", Ids.Select(static id => "@" + id.Name));

    public Task<int> AddAsync(ulong guildId, CancellationToken cancellationToken)
        => queue.ExecuteAsync(unit => WriteAsync(unit, session => session.ExecuteAsync(_add, Snowflake.ToStored(guildId), Now())), cancellationToken);

    /// <summary>Adds the guilds that are stored.</summary>
    /// <returns>How many have newly departed.</returns>
    public Task<long> AddStoredAsync(IReadOnlyList<ulong> guilds, CancellationToken cancellationToken)
        => WriteAllAsync(guilds, (session, ids) => session.ExecuteAsync(_addStored, [Now(), .. ids]), cancellationToken);

    /// <returns>How many have newly returned.</returns>
    public Task<long> RemoveAsync(IReadOnlyList<ulong> guilds, CancellationToken cancellationToken)
        => WriteAllAsync(guilds, (session, ids) => session.ExecuteAsync(_remove, ids), cancellationToken);

    private static Task<int> WriteAsync(UnitOfWork unit, Func<WriteSession, Task<int>> write)
        => unit.UseAsync(async session =>
        {
            var written = await write(session).ConfigureAwait(false);
            unit.Plan.HasWritten |= written > 0;
            return written;
        });

    private async Task<long> WriteAllAsync(IReadOnlyList<ulong> guilds, Func<WriteSession, object?[], Task<int>> write, CancellationToken cancellationToken)
    {
        var written = 0L;
        foreach (var part in guilds.Chunk(StatementSize * TransactionSize))
        {
            written += await queue.ExecuteAsync(
                async unit =>
                {
                    var count = 0;
                    foreach (var ids in part.Chunk(StatementSize))
                    {
                        count += await WriteAsync(unit, session => write(session, Fill(ids))).ConfigureAwait(false);
                    }

                    return count;
                },
                cancellationToken).ConfigureAwait(false);
        }

        return written;
    }

    /// <summary>The statement has a fixed number of ids: the last one fills the rest.</summary>
    private static object?[] Fill(ulong[] ids) => [.. Enumerable.Range(0, StatementSize).Select(number => (object?)Snowflake.ToStored(ids[Math.Min(number, ids.Length - 1)]))];

    private long Now() => rules.Now.ToUnixTimeMilliseconds();
}
