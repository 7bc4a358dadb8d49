using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The real connections, except for the writer's and the signal.</summary>
internal sealed class FaultyConnections(SqliteConnections inner, IOptions<GuildConfigOptions> options, WriterFaults faults) : IDatabaseConnections
{
    private readonly SqlitePragmas _pragmas = new(options.Value.TransactionTimeout);

    public string Name => inner.Name;

    public string HomeDirectory => inner.HomeDirectory;

    public Task<DatabaseSession> OpenReaderAsync(CancellationToken cancellationToken) => inner.OpenReaderAsync(cancellationToken);

    public async Task<DatabaseSession> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var real = await inner.OpenWriterAsync(cancellationToken);
        try
        {
            var connection = new FaultyConnection(real.Connection.ConnectionString, faults);
            await connection.OpenAsync(cancellationToken);
            await _pragmas.ApplyToWriterAsync(connection, cancellationToken);
            return new FaultySession(connection, real);
        }
        catch
        {
            real.Dispose();
            throw;
        }
    }

    public IChangeSignal CreateChangeSignal(ILogger logger)
    {
        faults.Reach("signal");
        return inner.CreateChangeSignal(logger);
    }
}
