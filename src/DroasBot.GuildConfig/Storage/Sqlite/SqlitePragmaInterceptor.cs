using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Sets up each connection that EF Core opens, once: the driver's pool hands the same SQLite handle out again, settings and all.</summary>
internal sealed class SqlitePragmaInterceptor(SqlitePragmas pragmas) : DbConnectionInterceptor
{
    private readonly ConditionalWeakTable<sqlite3, object> _done = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (!_done.TryGetValue(handle, out _))
        {
            pragmas.ApplyToReader(connection);
            _done.TryAdd(handle, this);
        }
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
