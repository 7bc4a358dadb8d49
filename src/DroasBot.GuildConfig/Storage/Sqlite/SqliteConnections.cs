using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The embedded default: one SQLite file in WAL mode.</summary>
/// <remarks>
/// The driver pools no connections: each has its own settings, and closing one must really close the file.
/// <para>
/// SQLite shares its state of the log between the connections of a process. So once one of the files was moved, deleted or replaced, all
/// connections must be closed before one may be opened again; if the log was deleted, the last one to close writes its content into the file.
/// </para>
/// </remarks>
internal sealed class SqliteConnections : IDatabaseConnections, IDisposable
{
    private readonly SqliteLocation _location;
    private readonly SqlitePragmas _pragmas;
    private readonly string _connectionString;
    private readonly ReopenedFiles _reopened;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _gate = new();
    private OpenFiles? _files;
    private FileLoss _loss;
    private int _open;

    public SqliteConnections(IOptions<GuildConfigOptions> options, ILogger<SqliteConnections> logger)
    {
        _location = SqliteConnectionStrings.Parse(options.Value.ConnectionString);
        _connectionString = _location.Unpooled(SqliteOpenMode.ReadWrite);
        _pragmas = new SqlitePragmas(options.Value.TransactionTimeout);
        _reopened = new ReopenedFiles(_location, logger, TimeProvider.System);
    }

    public string Name => _location.File;

    public string HomeDirectory => Path.GetDirectoryName(_location.File)!;

    public Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken) => OpenAsync(_pragmas.ApplyToReaderAsync, cancellationToken);

    public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => OpenAsync(_pragmas.ApplyToWriterAsync, cancellationToken);

    public IChangeSignal CreateChangeSignal(ILogger logger) => new SqliteChangeSignal(this, logger);

    /// <summary>Records what a session has found.</summary>
    public void Found(FileLoss loss)
    {
        if (loss != FileLoss.None)
        {
            lock (_gate)
            {
                _loss = loss;
            }
        }
    }

    /// <summary>Records that a session was closed.</summary>
    public void Closed()
    {
        lock (_gate)
        {
            if (--_open == 0)
            {
                _loss = FileLoss.None;
            }
        }
    }

    public void Dispose() => _opening.Dispose();

    private async Task<DatabaseSession> OpenAsync(Func<SqliteConnection, CancellationToken, Task> configure, CancellationToken cancellationToken)
    {
        // One after another, since what the first opens determines what the others may open.
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Enter() is { } before)
            {
                await _reopened.CheckAsync(before, cancellationToken).ConfigureAwait(false);
            }

            return await ConnectAsync(configure, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Closed();
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Counts a session that is about to be opened.</summary>
    /// <returns>The files that were open before, if none are now.</returns>
    private OpenFiles? Enter()
    {
        lock (_gate)
        {
            if (_open++ == 0)
            {
                return _files;
            }

            // A file that came back to its path is still the open one; but only Linux can tell.
            _loss = _loss == FileLoss.None || PathIdentity.IsExact ? _files!.FindLossAtPaths() : _loss;
            OpenFiles.ThrowIfLost(_loss, Name);
            return null;
        }
    }

    private async Task<SqliteSession> ConnectAsync(Func<SqliteConnection, CancellationToken, Task> configure, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await configure(connection, cancellationToken).ConfigureAwait(false);
            _files = new OpenFiles(connection, Name);
            return new SqliteSession(connection, _files, this);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
