using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The writer's session on SQLite: BEGIN IMMEDIATE keeps the others out, and waits for them as long as the callers can.</summary>
internal sealed class SqliteWriteSession(DatabaseSession session, IDatabaseDialect dialect, SettingsRegistry registry) : WriteSession(session, dialect, registry)
{
    protected override Task BeginTransactionAsync(TimeSpan patience)
    {
        var milliseconds = (int)Math.Min(patience.TotalMilliseconds, SqlitePragmas.LongestWait);
        _ = raw.sqlite3_busy_timeout(((SqliteConnection)Session.Connection).Handle, milliseconds);
        return base.BeginTransactionAsync(patience);
    }
}
