using System.Collections.Concurrent;
using System.Transactions;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Creates connections from a connection string, or from the data source of the host.</summary>
internal sealed class ServerConnections(NpgsqlDataSource? dataSource)
{
    /// <summary>By connection string: each purpose has its own.</summary>
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _own = new(StringComparer.Ordinal);

    /// <summary>Gets the host's data source; <see langword="null"/> if there is none.</summary>
    public NpgsqlDataSource? DataSource { get; } = dataSource is NpgsqlMultiHostDataSource several ? several.WithTargetSession(TargetSessionAttributes.Primary) : dataSource;

    /// <summary>Creates a connection that is not open yet.</summary>
    /// <param name="settings">The settings, unless the host has a data source.</param>
    public NpgsqlConnection Create(NpgsqlConnectionStringBuilder settings) => (DataSource ?? _own.GetOrAdd(settings.ConnectionString, Build)).CreateConnection();

    /// <summary>Opens a connection; disposes it if that fails.</summary>
    public async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var connection = Create(settings);
        try
        {
            // The library takes no part in transactions of the host, whatever the data source's settings.
            using var none = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The library uses only built-in types. Loading all others is the most expensive query of a new data source.</summary>
    private static NpgsqlDataSource Build(string connectionString)
        => new NpgsqlDataSourceBuilder(connectionString).ConfigureTypeLoading(types => types.EnableTypeLoading(enable: false)).Build();
}
