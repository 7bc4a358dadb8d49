using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Sets up each connection that EF Core opens, once: the driver's pool hands the same SQLite handle out again, settings and all.</summary>
/// <remarks>A pooled handle whose file is gone from its path is not used: the path is opened anew.</remarks>
internal sealed class SqlitePragmaInterceptor(SqlitePragmas pragmas, string file) : DbConnectionInterceptor
{
    private readonly ConditionalWeakTable<sqlite3, object> _done = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var sqlite = (SqliteConnection)connection;
        if (_done.TryGetValue(sqlite.Handle!, out _))
        {
            if (!OpenFile.IsGone(sqlite, file))
            {
                return;
            }

            SqliteConnection.ClearPool(sqlite);
            sqlite.Close();
            sqlite.Open();
        }

        pragmas.ApplyToReader(sqlite);
        _done.TryAdd(sqlite.Handle!, this);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
