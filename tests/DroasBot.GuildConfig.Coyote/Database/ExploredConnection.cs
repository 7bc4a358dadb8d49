using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>A connection to the database in memory.</summary>
internal sealed class ExploredConnection : DbConnection
{
    private readonly ExploredDatabase _database;
    private ConnectionState _state = ConnectionState.Open;

    public ExploredConnection(ExploredDatabase database)
    {
        _database = database;
        database.Open++;
    }

    [AllowNull]
    public override string ConnectionString { get; set; } = string.Empty;

    public override string Database => string.Empty;

    public override string DataSource => string.Empty;

    public override string ServerVersion => string.Empty;

    public override ConnectionState State => _state;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => throw new NotSupportedException();

    public override void Close()
    {
        if (_state == ConnectionState.Open)
        {
            _state = ConnectionState.Closed;
            _database.Open--;
        }
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new ExploredCommand(_database);

    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
    }
}
