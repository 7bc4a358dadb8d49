using System.Data;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>Reads the change log.</summary>
internal sealed class ChangeLogReader(ReaderPool pool, SettingsRegistry registry)
{
    internal const int PageSize = 100;

    private static readonly Statement _position = new(
        $"SELECT {Clock.Columns}, c.revision, c.mark FROM guild_config_clock AS k LEFT JOIN guild_config_change AS c ON c.revision = @revision",
        ("revision", DbType.Int64));

    private static readonly Statement _after = new($"{ChangeRow.SelectSql} WHERE c.revision > @after ORDER BY c.revision LIMIT {PageSize}", ("after", DbType.Int64));

    private static readonly Statement _history = new(
        $"{ChangeRow.SelectSql} WHERE c.guild_id = @guild AND c.revision < @before ORDER BY c.revision DESC LIMIT {PageSize}",
        ("guild", DbType.Int64), ("before", DbType.Int64));

    /// <summary>Reads the position of the log, and looks up a revision in it.</summary>
    public Task<LogPosition> ReadPositionAsync(long revision, CancellationToken cancellationToken)
        => pool.ReadAsync(
            _position,
            static async cursor => await cursor.MoveNextAsync().ConfigureAwait(false)
                ? new LogPosition(Clock.Read(cursor.Row), !cursor.Row.IsNull(3), cursor.Row.NullableText(4))
                : throw Clock.Missing(),
            cancellationToken,
            revision);

    /// <summary>Reads the next changes after a revision, ordered by revision.</summary>
    /// <returns>The changes, each with the mark of the commit if it is its last change; <see langword="null"/> if one of them is damaged.</returns>
    public async Task<IReadOnlyList<(GuildConfigChange Change, string? Mark)>?> ReadAfterAsync(long revision, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(_after, cancellationToken, revision).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException damaged) when (damaged.InnerException is FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads the changes of a guild before a revision, newest first, page by page, so that a slow consumer keeps no transaction open.</summary>
    public async IAsyncEnumerable<GuildConfigChange> ReadHistoryAsync(ulong guildId, long beforeRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = beforeRevision;
        while (await ReadPageAsync(_history, cancellationToken, Snowflake.ToStored(guildId), before).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var (change, _) in page)
            {
                yield return change;
            }

            before = page[^1].Change.Revision;
        }
    }

    private Task<List<(GuildConfigChange Change, string? Mark)>> ReadPageAsync(Statement statement, CancellationToken cancellationToken, params object?[] values)
        => pool.QueryAsync(
            statement,
            row =>
            {
                var change = ChangeRow.Read(row);
                return (change.ToChange(registry), change.Mark);
            },
            cancellationToken,
            values);
}
