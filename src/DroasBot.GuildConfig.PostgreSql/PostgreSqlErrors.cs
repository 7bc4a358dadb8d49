using System.Net.Sockets;
using System.Text;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Says of PostgreSQL's errors what an operator can do about them. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static class PostgreSqlErrors
{
    private const string IdleInTransactionTimeout = "25P03";
    private const string TransactionTimeout = "25P04";
    private const string IdleSessionTimeout = "57P05";

    public static bool IsOwn(Exception exception)
        => exception is FormatException or InvalidCastException or EncoderFallbackException || FindDriverError(exception) is not null;

    /// <summary>Whether a connection broke, so that the same query succeeds on another one.</summary>
    public static bool IsDroppedConnection(Exception exception)
        => FindDriverError(exception) switch
        {
            PostgresException { SqlState: AdminShutdown or CrashShutdown or CannotConnectNow or IdleSessionTimeout } => true,
            PostgresException => false,
            NpgsqlException { InnerException: TimeoutException } => false,
            NpgsqlException { InnerException: IOException or SocketException } => true,
            IOException or SocketException => true,
            _ => false,
        };

    /// <summary>Whether the server finds what it stores damaged, rather than out of reach.</summary>
    public static bool IsDamage(Exception exception) => FindDriverError(exception) is PostgresException { SqlState: DataCorrupted or IndexCorrupted };

    public static GuildConfigStoreException ToStoreException(Exception exception, string database)
    {
        var error = FindDriverError(exception);
        var (advice, isTransient) = error switch
        {
            PostgresException answer => OfServer(answer),
            NpgsqlException { InnerException: TimeoutException } or TimeoutException
                => ("did not answer in time. Look at the load of the server, and at the network", true),
            NpgsqlException { InnerException: IOException or SocketException } or IOException or SocketException or NullReferenceException
                => ("cannot be reached, or the connection was lost. See that the server runs where the connection string says; the library goes on by itself when it does", true),
            NpgsqlException => ("reports an error", ((NpgsqlException)error).IsTransient),
            _ => exception switch
            {
                FormatException or InvalidCastException => ("holds a value that cannot be read. Correct or restore the row; nothing was overwritten", false),
                EncoderFallbackException => ("cannot store a text that is not Unicode: it has half of a surrogate pair", false),

                // The driver's own objects say so once their connection has broken.
                InvalidOperationException => ("lost the connection", true),
                _ => ("reports an error", false),
            },
        };
        var message = error is PostgresException { SqlState: var code, MessageText: var text } ? $"{code}: {text}" : (error ?? exception).Message;
        return new GuildConfigStoreException($"The database '{database}' {advice}. ({message})", isTransient, exception);
    }

    /// <summary>EF Core wraps what it takes for transient. What has been translated already is not looked into.</summary>
    private static Exception? FindDriverError(Exception? exception)
    {
        while (exception is not (null or GuildConfigException or NpgsqlException or SocketException or IOException or TimeoutException)
            && !IsLossWhilePreparing(exception))
        {
            exception = exception.InnerException;
        }

        return exception is GuildConfigException ? null : exception;
    }

    /// <summary>
    /// What the driver (10.0.0 to 10.0.3 at least) throws instead of its own exception when a connection breaks at the very execution that prepares
    /// a statement by itself: in clearing up, it takes for granted what the break has cleared.
    /// </summary>
    private static bool IsLossWhilePreparing(Exception exception) => exception is NullReferenceException { Source: "Npgsql" };

    private static (string Advice, bool IsTransient) OfServer(PostgresException answer)
        => answer.SqlState switch
        {
            SerializationFailure or DeadlockDetected => ("could not serialize concurrent transactions", true),
            LockNotAvailable or QueryCanceled => ("is locked by another node for longer than the timeout. Look for a session that is idle in a transaction", true),
            AdminShutdown or CrashShutdown or IdleInTransactionTimeout or TransactionTimeout or IdleSessionTimeout => ("ended the connection. The library goes on by itself when the server does", true),
            CannotConnectNow => ("is starting, stopping or recovering. The library goes on by itself when it is ready", true),
            TooManyConnections => ("has no connection to spare. Raise max_connections of the server, or lower Maximum Pool Size in the connection string", true),
            DiskFull => ("cannot grow: the server's disk is full. Free some space; nothing was lost, and writes succeed again without a restart", false),
            InvalidPassword or InvalidAuthorizationSpecification => ("refuses the user. Check Username and Password in the connection string, and pg_hba.conf on the server", false),
            InsufficientPrivilege => ("refuses the user a right. Make the user of the connection string the owner of the database, or grant it USAGE and CREATE on its schema", false),
            InvalidCatalogName => ("does not exist. Create it, or start once with MigrateOnStartup and a user that may create databases", false),
            UndefinedTable or UndefinedColumn => ("lacks the library's tables. Start once with MigrateOnStartup, and see that every node has the same search_path", false),
            ReadOnlySqlTransaction => ("is read-only: a standby, or set so. Name the primary server in the connection string", false),
            DataCorrupted or IndexCorrupted => ("is damaged. Stop the bot, and restore a backup; nothing was overwritten", false),
            _ => ("reports an error", answer.IsTransient),
        };
}
