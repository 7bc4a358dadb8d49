using System.Globalization;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>A lock between nodes that the server takes back when its holder dies: an advisory lock of a session of its own.</summary>
internal sealed class MigrationLock : IDisposable
{
    /// <summary>Any number that all versions of the library agree on: "DroasBot" in ASCII.</summary>
    private const long Key = 0x44726F6173426F74;

    private readonly NpgsqlConnection _connection;

    private MigrationLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<MigrationLock> AcquireAsync(
        NpgsqlConnectionStringBuilder settings, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = await OpenOrCreateAsync(settings, name, cancellationToken).ConfigureAwait(false);
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
                $"Another node has held the migration lock of the database '{name}' for {timeout.TotalSeconds:0} s. Wait for it to end its start, or end it.", isTransient: true, heldByAnother);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the session, and the lock with it.</summary>
    public void Dispose() => _connection.Dispose();

    private static async Task<NpgsqlConnection> OpenOrCreateAsync(
        NpgsqlConnectionStringBuilder settings, string name, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await DatabaseCreation.CreateAsync(settings, name, cancellationToken).ConfigureAwait(false);
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
