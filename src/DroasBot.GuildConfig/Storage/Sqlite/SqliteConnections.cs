using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The embedded default: one SQLite file in WAL mode.</summary>
/// <remarks>
/// No connection is pooled by the driver: each has settings of its own, and closing one must really close the file.
/// <para>
/// SQLite shares what it knows of the log between the connections of a process. So once the log was deleted, all of them must be closed before one
/// may be opened again; the last one to close brings into the file what only the deleted log had.
/// </para>
/// </remarks>
internal sealed class SqliteConnections : IDatabaseConnections
{
    private readonly SqliteLocation _location;
    private readonly SqlitePragmas _pragmas;
    private readonly string _connectionString;
    private readonly Lock _gate = new();
    private int _open;
    private bool _isLogLost;

    public SqliteConnections(IOptions<GuildConfigOptions> options)
    {
        _location = SqliteConnectionStrings.Parse(options.Value.ConnectionString);
        _connectionString = _location.Unpooled(SqliteOpenMode.ReadWrite);
        _pragmas = new SqlitePragmas(options.Value.TransactionTimeout);
    }

    public string Name => _location.File;

    public string HomeDirectory => Path.GetDirectoryName(_location.File)!;

    public Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken) => OpenAsync(_pragmas.ApplyToReaderAsync, cancellationToken);

    public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => OpenAsync(_pragmas.ApplyToWriterAsync, cancellationToken);

    public IChangeSignal CreateChangeSignal(ILogger logger) => new SqliteChangeSignal(this, logger);

    /// <summary>Takes note of what a session has found.</summary>
    public void Found(FileLoss loss)
    {
        if (loss == FileLoss.Log)
        {
            lock (_gate)
            {
                _isLogLost = true;
            }
        }
    }

    /// <summary>Takes note that a session was closed.</summary>
    public void Closed()
    {
        lock (_gate)
        {
            _open--;
            _isLogLost &= _open > 0;
        }
    }

    private async Task<DatabaseSession> OpenAsync(Func<SqliteConnection, CancellationToken, Task> configure, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isLogLost)
            {
                throw OpenFiles.LogLost(Name);
            }

            _open++;
        }

        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await configure(connection, cancellationToken).ConfigureAwait(false);
            return new SqliteSession(connection, new OpenFiles(connection, Name), this);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            Closed();
            throw;
        }
    }
}
