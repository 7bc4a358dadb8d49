using System.Data;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>Writes the rows that the library writes, with prepared statements on one connection, durably, one transaction per batch: no callers, no queue, no checks. This is what the engine can do.</summary>
internal sealed class BareWriter : IDisposable
{
    private readonly SettingsRegistry _registry = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _select;
    private readonly SqliteCommand _takeRevisions;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _log;

    public BareWriter(SqliteConnection connection)
    {
        _connection = connection;
        _select = Prepare($"SELECT {GuildRow.Columns} FROM {GuildRow.Tables}" + " WHERE g.guild_id = $guild", "$guild");
        _takeRevisions = Prepare("UPDATE guild_config_clock SET revision = revision + $count RETURNING revision - $count", "$count");
        _update = Prepare("UPDATE guild_config SET welcome_channel_id = $channel, updated_at = $now, revision = $revision WHERE guild_id = $guild", "$channel", "$now", "$revision", "$guild");
        _log = Prepare(
            "INSERT INTO guild_config_change (revision, guild_id, kind, changed_at, \"before\", \"after\") VALUES ($revision, $guild, $kind, $now, $before, $after)",
            "$revision", "$guild", "$kind", "$now", "$before", "$after");
    }

    public void Update(ReadOnlySpan<(ulong Guild, ulong Channel)> batch)
    {
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        foreach (var command in new[] { _select, _takeRevisions, _update, _log })
        {
            command.Transaction = transaction;
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var revision = (long)With(_takeRevisions, (long)batch.Length).ExecuteScalar()!;
        foreach (var (guild, channel) in batch)
        {
            Update(unchecked((long)guild), channel, ++revision, now);
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _select.Dispose();
        _takeRevisions.Dispose();
        _update.Dispose();
        _log.Dispose();
        _connection.Dispose();
    }

    private static SqliteCommand With(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }

    private void Update(long guild, ulong channel, long revision, long now)
    {
        var before = Find(guild);
        var after = new GuildConfigSnapshot(before.GuildId, channel, before.Background, before.Settings, before.CreatedAtMilliseconds, now, revision);
        With(_update, unchecked((long)channel), now, revision, guild).ExecuteNonQuery();
        With(_log, revision, guild, (int)GuildConfigChangeKind.Updated, now, SnapshotJson.Write(before), SnapshotJson.Write(after)).ExecuteNonQuery();
    }

    private GuildConfigSnapshot Find(long guild)
    {
        using var row = With(_select, guild).ExecuteReader();
        return row.Read() ? GuildRow.ToSnapshot(new SqliteRow(row), first: 0, _registry) : throw new KeyNotFoundException($"Guild {guild} is not stored.");
    }

    private SqliteCommand Prepare(string sql, params IEnumerable<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        command.Prepare();
        return command;
    }
}
