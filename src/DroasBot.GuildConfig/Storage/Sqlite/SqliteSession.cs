using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>One open connection to the file.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : DatabaseSession(connection, prepares: false)
{
    public override bool IsGone => OpenFile.IsGone(connection, connection.DataSource);

    public override void ThrowIfGone()
    {
        if (IsGone)
        {
            throw new GuildConfigStoreException(
                $"The database '{connection.DataSource}' was moved, deleted or replaced while it was open; nothing was changed. Put the file back; it is opened again without a restart.",
                isTransient: true,
                innerException: null);
        }
    }

    public override StoredRow RowOf(DbDataReader reader) => new SqliteRow((SqliteDataReader)reader);
}
