using Dapper;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>Dapper on a connection that stays open.</summary>
internal sealed class DapperReader(SqliteConnection connection) : IDisposable
{
    public StoredColumns Read(ulong guildId) => connection.QueryFirst<StoredColumns>(StoredColumns.Sql, new { guild = unchecked((long)guildId) });

    public void Dispose() => connection.Dispose();
}
