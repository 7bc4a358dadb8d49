using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A connection for whole copies, independent of the others of this process: the files are checked before, not while they are read or written.</summary>
internal sealed class SnapshotSession(SqliteConnection connection) : DatabaseSession(connection, prepares: false)
{
    public override StoredRow RowOf(DbDataReader reader) => new SqliteRow((SqliteDataReader)reader);
}
