using System.Collections.Concurrent;
using System.Transactions;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Where connections come from: a connection string, or the data source of the host.</summary>
internal sealed class ServerConnections(NpgsqlDataSource? dataSource)
{
    /// <summary>By their connection strings, which differ by what a connection is for.</summary>
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _own = new(StringComparer.Ordinal);

    /// <summary>Gets the host's data source; <see langword="null"/> if there is none.</summary>
    public NpgsqlDataSource? DataSource { get; } = dataSource is NpgsqlMultiHostDataSource several ? several.WithTargetSession(TargetSessionAttributes.Primary) : dataSource;

    /// <summary>Gives a connection that is not open yet.</summary>
    /// <param name="settings">What it is to be like, if the host has no data source, which would decide.</param>
    public NpgsqlConnection Create(NpgsqlConnectionStringBuilder settings) => (DataSource ?? _own.GetOrAdd(settings.ConnectionString, Build)).CreateConnection();

    /// <summary>Opens a connection; disposes it if that fails.</summary>
    public async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var connection = Create(settings);
        try
        {
            // A transaction of the host is not the library's, whatever the data source would make of it.
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

    /// <summary>The library uses built-in types alone. To load all others is the most expensive question of a connection, and each data source would ask it.</summary>
    private static NpgsqlDataSource Build(string connectionString)
        => new NpgsqlDataSourceBuilder(connectionString).ConfigureTypeLoading(types => types.EnableTypeLoading(enable: false)).Build();
}
