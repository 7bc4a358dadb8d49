using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>One open connection to the file.</summary>
internal sealed class SqliteSession(SqliteConnection connection, OpenFiles files, SqliteConnections owner) : DatabaseSession(connection, prepares: false)
{
    private bool _isDisposed;

    public override bool IsGone
    {
        get
        {
            var loss = files.FindLoss();
            owner.Found(loss);
            return loss != FileLoss.None;
        }
    }

    public override void ThrowIfGone()
    {
        if (IsGone)
        {
            files.ThrowIfLost();
        }
    }

    public override StoredRow RowOf(DbDataReader reader) => new SqliteRow((SqliteDataReader)reader);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!_isDisposed)
        {
            _isDisposed = true;
            owner.Closed();
        }
    }
}
