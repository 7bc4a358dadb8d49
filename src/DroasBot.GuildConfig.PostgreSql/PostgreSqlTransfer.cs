using System.Globalization;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Reads and fills a whole database on a server.</summary>
internal sealed class PostgreSqlTransfer(IOptions<GuildConfigOptions> options, ServerConnections server) : IDatabaseTransfer
{
    /// <summary>The timeout of one statement, or of one part of a long answer.</summary>
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(10);

    private static readonly string _tables = string.Join(", ", GuildConfigModel.Tables);

    private readonly NpgsqlConnectionStringBuilder _settings = ConnectionStrings.Unpooled(ConnectionStrings.Parse(options.Value.ConnectionString), _timeout);

    public async Task<DatabaseSession> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            throw new GuildConfigStoreException(
                $"The database '{ConnectionStrings.NameOf(_settings)}' does not exist. Check the connection string; nothing was created.", isTransient: false, missing);
        }
    }

    /// <summary>Reads continue; writers wait.</summary>
    public async Task<FillTransaction> OpenFillAsync(CancellationToken cancellationToken)
        => new CopyIn(
            await OpenAsync(
                string.Create(CultureInfo.InvariantCulture, $"BEGIN; SET LOCAL lock_timeout = {(long)_lockTimeout.TotalMilliseconds}; LOCK TABLE {_tables} IN EXCLUSIVE MODE"),
                cancellationToken).ConfigureAwait(false),
            _timeout);

    /// <summary>Updates the statistics: otherwise the server takes the tables for empty until the next autovacuum, and scans them for each page of a verification.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var session = await OpenAsync($"ANALYZE {_tables}", cancellationToken).ConfigureAwait(false);
    }

    private async Task<DatabaseSession> OpenAsync(string begin, CancellationToken cancellationToken)
    {
        var connection = await server.OpenAsync(_settings, cancellationToken).ConfigureAwait(false);
        try
        {
#pragma warning disable CA2100 // The library supplies the texts.
            using var command = new NpgsqlCommand(begin, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new DatabaseSession(connection, prepares: false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
