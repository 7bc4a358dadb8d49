using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>A PostgreSQL database, shared by any number of nodes on any number of machines.</summary>
/// <remarks>The driver pools no connections, except those of a data source of the host: the library keeps its own sessions, with their prepared statements.</remarks>
internal sealed class PostgreSqlConnections : IDatabaseConnections
{
    private readonly ServerConnections _server;
    private readonly NpgsqlConnectionStringBuilder _reader;
    private readonly NpgsqlConnectionStringBuilder _writer;
    private readonly NpgsqlConnectionStringBuilder _listener;

    public PostgreSqlConnections(IOptions<GuildConfigOptions> options, IOptions<ListenerOptions> listener, ServerConnections server)
    {
        _server = server;
        var connectionString = options.Value.ConnectionString;
        _reader = ConnectionStrings.Reader(connectionString);
        _writer = ConnectionStrings.Writer(connectionString, options.Value.TransactionTimeout + TimeSpan.FromSeconds(1));
        _listener = ConnectionStrings.Unpooled(ConnectionStrings.Parse(listener.Value.ConnectionString ?? connectionString), PostgreSqlChangeSignal.AnswerTimeout);
    }

    public string Name => ConnectionStrings.NameOf(_writer);

    /// <summary>The database has no directory here; this is also the directory of the default SQLite file.</summary>
    public string HomeDirectory { get; } = Environment.CurrentDirectory;

    public Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken) => OpenAsync(_reader, cancellationToken);

    public Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken) => OpenAsync(_writer, cancellationToken);

    public IChangeSignal CreateChangeSignal(ILogger logger) => new PostgreSqlChangeSignal(_server.Create(_listener));

    private async Task<DatabaseSession> OpenAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
        => new(await _server.OpenAsync(settings, cancellationToken).ConfigureAwait(false), ConnectionStrings.Prepares(settings));
}
