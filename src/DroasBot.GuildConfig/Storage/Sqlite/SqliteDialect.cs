using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The SQLite dialect.</summary>
internal sealed class SqliteDialect : IDatabaseDialect
{
    private readonly string _file;
    private readonly string _readOnly;
    private readonly LogCheckpointer _checkpointer;

    public SqliteDialect(IOptions<GuildConfigOptions> options, LogCheckpointer checkpointer)
    {
        _checkpointer = checkpointer;
        var location = SqliteConnectionStrings.Parse(options.Value.ConnectionString);
        _file = location.File;
        _readOnly = location.Unpooled(SqliteOpenMode.ReadOnly);
    }

    /// <summary>Longer than the few milliseconds after which each writer of the library retries the lock.</summary>
    public TimeSpan TurnPause { get; } = TimeSpan.FromMilliseconds(25);

    public void Configure(DbContextOptionsBuilder options)
        => options.UseSqlite(_readOnly, sqlite => sqlite.MigrationsHistoryTable(GuildConfigModel.HistoryTable)).UseReadOnly();

    public WriteSession CreateWriteSession(DatabaseSession session, SettingsRegistry registry) => new SqliteWriteSession(session, this, registry, _checkpointer);

    public bool IsOwn(Exception exception) => exception is SqliteException or FormatException or InvalidCastException;

    public bool IsDamage(Exception exception) => SqliteErrors.IsDamage(exception);

    /// <summary>The engine is in-process, so connections cannot drop.</summary>
    public bool IsDroppedConnection(Exception exception) => false;

    public GuildConfigStoreException ToStoreException(Exception exception) => SqliteErrors.ToStoreException(exception, _file);
}
