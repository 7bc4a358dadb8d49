using DroasBot.GuildConfig.Internal;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Creates a missing database, even if others do so at the same time.</summary>
internal static class DatabaseCreation
{
    private const int MaxAttempts = 20;

    /// <summary>At least one of these exists on every server, unless somebody removed both.</summary>
    private static readonly string[] _maintenanceDatabases = ["postgres", "template1"];

    public static async Task CreateAsync(ServerConnections server, NpgsqlConnectionStringBuilder settings, string name, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var connection = await OpenMaintenanceAsync(server, settings, cancellationToken).ConfigureAwait(false);
#pragma warning disable CA2100 // A name cannot be a parameter; it is quoted.
                using var command = new NpgsqlCommand("CREATE DATABASE " + Quote(settings.Database!), connection);
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exists) when (exists.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                return;
            }
            catch (PostgresException templateInUse) when (templateInUse.SqlState == PostgresErrorCodes.ObjectInUse && attempt < MaxAttempts)
            {
                await Backoff.WaitAsync(attempt).ConfigureAwait(false);
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new GuildConfigStoreException(
                    $"The database '{name}' does not exist, and the user of the connection string may not create it. Create it, or grant the user CREATEDB. ({refused.MessageText})",
                    isTransient: false,
                    refused);
            }
        }
    }

    private static async Task<NpgsqlConnection> OpenMaintenanceAsync(ServerConnections server, NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                var maintenance = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = _maintenanceDatabases[i] };
                return await server.OpenAsync(maintenance, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName && i < _maintenanceDatabases.Length - 1)
            {
                // The next one.
            }
        }
    }

    private static string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
