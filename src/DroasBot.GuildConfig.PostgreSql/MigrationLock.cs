using System.Globalization;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>A lock between nodes that the server releases when its holder dies: an advisory lock of a separate session.</summary>
internal sealed class MigrationLock : IDisposable
{
    /// <summary>An arbitrary number, the same in all versions of the library: "DroasBot" in ASCII.</summary>
    private const long Key = 0x44726F6173426F74;

    private readonly NpgsqlConnection _connection;

    private MigrationLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<MigrationLock> AcquireAsync(
        ServerConnections server, NpgsqlConnectionStringBuilder settings, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = await OpenOrCreateAsync(server, settings, name, cancellationToken).ConfigureAwait(false);
        try
        {
            using var command = new NpgsqlCommand(
                string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {(long)timeout.TotalMilliseconds}; SELECT pg_advisory_lock({Key})"), connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new MigrationLock(connection);
        }
        catch (PostgresException heldByAnother) when (heldByAnother.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new GuildConfigStoreException(
                $"Another node has held the migration lock of the database '{name}' for {timeout.TotalSeconds:0} s. Wait for it to finish starting, or end it.", isTransient: true, heldByAnother);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Releases the lock explicitly, because the host's data source would keep the session, and the lock, until its next use.</summary>
    public void Dispose()
    {
        try
        {
            using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({Key})"), _connection);
            command.ExecuteNonQuery();
        }
        catch (Exception lost) when (PostgreSqlErrors.IsOwn(lost))
        {
            // The server has already released the lock.
        }

        _connection.Dispose();
    }

    private static async Task<NpgsqlConnection> OpenOrCreateAsync(
        ServerConnections server, NpgsqlConnectionStringBuilder settings, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await server.OpenAsync(settings, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            if (server.DataSource is not null)
            {
                throw new GuildConfigStoreException($"The database '{name}' of the data source does not exist. Create it.", isTransient: false, missing);
            }

            await DatabaseCreation.CreateAsync(server, settings, name, cancellationToken).ConfigureAwait(false);
            return await server.OpenAsync(settings, cancellationToken).ConfigureAwait(false);
        }
    }
}
