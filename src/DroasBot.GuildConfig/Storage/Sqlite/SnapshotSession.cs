using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A connection that no other one of this process is to notice: what is copied as a whole is looked at before, and not while it is read or written.</summary>
internal sealed class SnapshotSession(SqliteConnection connection) : DatabaseSession(connection, prepares: false)
{
    public override StoredRow RowOf(DbDataReader reader) => new SqliteRow((SqliteDataReader)reader);
}
