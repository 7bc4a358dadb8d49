using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The embedded default: one SQLite file in WAL mode.</summary>
/// <remarks>No connection is pooled by the driver: each has settings of its own, and closing one must really close the file.</remarks>
internal sealed class SqliteConnections : IDatabaseConnections
{
    private readonly SqlitePragmas _pragmas;
    private readonly string _connectionString;

    public SqliteConnections(IOptions<GuildConfigOptions> options)
    {
        var parsed = SqliteConnectionStrings.Parse(options.Value.ConnectionString);
        Name = parsed.DataSource;
        parsed.Pooling = false;
        _connectionString = parsed.ConnectionString;
        _pragmas = new SqlitePragmas(options.Value.TransactionTimeout);
    }

    public string Name { get; }

    public string HomeDirectory => Path.GetDirectoryName(Name)!;

    public Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken) => OpenAsync(_pragmas.ApplyToReaderAsync, cancellationToken);

    public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => OpenAsync(_pragmas.ApplyToWriterAsync, cancellationToken);

    public IChangeSignal CreateChangeSignal(ILogger logger) => new SqliteChangeSignal(_connectionString, logger);

    private async Task<DatabaseSession> OpenAsync(Func<SqliteConnection, CancellationToken, Task> configure, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await configure(connection, cancellationToken).ConfigureAwait(false);
            return new SqliteSession(connection);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
