using System.Globalization;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A database with just enough of the library's schema to distinguish databases, and one connection that never checkpoints by itself.</summary>
internal sealed class HandMadeDatabase : IDisposable
{
    public const int PageSize = SqliteFile.PageSize;

    private static readonly string[] _suffixes = ["", "-wal"];

    private readonly SqliteConnection _connection;

    public HandMadeDatabase(string file, string epoch = "one", string mode = "wal")
    {
        File = file;
        _connection = SqliteFile.Open(file);
        Execute($"PRAGMA journal_mode = {mode}; PRAGMA wal_autocheckpoint = 0");
        Execute($"""
            CREATE TABLE guild_config_clock (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, epoch TEXT NOT NULL, mark TEXT NOT NULL);
            CREATE TABLE guild_config_change (revision INTEGER PRIMARY KEY, mark TEXT);
            CREATE TABLE filling (text TEXT);
            INSERT INTO guild_config_clock VALUES (1, 0, '{epoch}', '')
            """);
    }

    public string File { get; }

    public string Log => File + "-wal";

    public void Commit(string mark)
        => Execute($"""
            BEGIN;
            UPDATE guild_config_clock SET revision = revision + 1, mark = '{mark}';
            INSERT INTO guild_config_change SELECT revision, '{mark}' FROM guild_config_clock;
            COMMIT
            """);

    public void Commit(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Commit(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Checkpoint() => Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    public void Execute(string sql) => _connection.Execute(sql);

    public T Scalar<T>(string sql) => _connection.Scalar<T>(sql);

    /// <summary>Copies the files as a kill at this moment would leave them.</summary>
    public void LeaveAt(string file)
    {
        foreach (var suffix in _suffixes.Where(suffix => System.IO.File.Exists(File + suffix)))
        {
            System.IO.File.Copy(File + suffix, file + suffix, overwrite: true);
        }
    }

    public void Dispose() => _connection.Dispose();
}
