using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>The content of a database file, read without the library.</summary>
internal sealed record StoredState(
    string Integrity, long Clock, IReadOnlyList<ChangeRow> Changes, IReadOnlyDictionary<long, string> Guilds, IReadOnlyList<string> OrphanAssets, IReadOnlyList<string> ForeignKeyFaults)
{
    private const int NoCheckpointOnClose = 1006;

    public static StoredState Read(string file)
    {
        using var connection = Open(file);
        return new StoredState(
            string.Join("; ", connection.Query("PRAGMA integrity_check", row => row.GetString(0))),
            connection.Query("SELECT revision FROM guild_config_clock", row => row.GetInt64(0)).Single(),
            connection.Query("""SELECT revision, guild_id, kind, reason, "before", "after", previous FROM guild_config_change ORDER BY revision""", ToChange),
            connection.Query(StoredRow.Sql, row => StoredRow.Read(row)).ToDictionary(row => row.Guild, row => row.Json),
            connection.Query("SELECT id FROM background_asset WHERE id NOT IN (SELECT background_ref FROM guild_config WHERE background_ref IS NOT NULL)", row => row.GetString(0)),
            connection.Query("PRAGMA foreign_key_check", row => row.GetString(0)));
    }

    /// <summary>Copies the write-ahead log into the database, without truncating the log.</summary>
    public static void Checkpoint(string file)
    {
        using var connection = Open(file);
        Assert.Equal(0, Assert.Single(connection.Query("PRAGMA wal_checkpoint(PASSIVE)", row => row.GetInt32(0))));
    }

    /// <summary>Asserts what holds for every file at every moment, whatever was pruned or erased: it is intact, and rows match the newest change of their guild.</summary>
    public void AssertSound()
    {
        Assert.Equal("ok", Integrity);
        Assert.Empty(ForeignKeyFaults);
        Assert.Empty(OrphanAssets);
        var newest = Changes.Where(c => c.Guild is not null).GroupBy(c => c.Guild!.Value, (guild, changes) => (Guild: guild, changes.Last().After)).Where(last => last.After is not null);
        Assert.Equal(newest.ToDictionary(last => last.Guild, last => last.After!), Guilds);
    }

    /// <summary>Asserts what the architecture promises for every file at every moment, provided that its history is complete.</summary>
    public void AssertConsistent()
    {
        AssertSound();
        Assert.Equal(Enumerable.Range(1, Changes.Count).Select(i => (long)i), Changes.Select(c => c.Revision));
        Assert.Equal(Changes.Count, Clock);
        var replayed = new SortedDictionary<long, string>();
        var newest = new Dictionary<long, long>();
        foreach (var change in Changes.Where(c => c.Guild is not null))
        {
            var guild = change.Guild!.Value;
            Assert.Null(change.Before);
            Assert.Equal(newest.TryGetValue(guild, out var previous) ? previous : null, change.Previous);
            newest[guild] = change.Revision;
            if (change.After is { } after)
            {
                replayed[guild] = after;
            }
            else
            {
                Assert.True(replayed.Remove(guild));
            }
        }

        Assert.Equal(replayed, new SortedDictionary<long, string>(Guilds.ToDictionary()));
    }

    private static SqliteConnection Open(string file)
    {
        var connection = SqliteFile.Open(file, SqliteOpenMode.ReadWrite);

        // Reading must not tidy up: the next process must find what the killed one has left.
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _));
        return connection;
    }

    private static ChangeRow ToChange(SqliteDataReader row)
        => new(
            row.GetInt64(0),
            row.IsDBNull(1) ? null : row.GetInt64(1),
            (GuildConfigChangeKind)row.GetInt32(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            row.IsDBNull(6) ? null : row.GetInt64(6));
}
