using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Translates PostgreSQL errors to what an operator can do about them. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
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

    /// <summary>Whether the server reports damaged data, rather than being unreachable.</summary>
    public static bool IsDamage(Exception exception) => FindDriverError(exception) is PostgresException { SqlState: DataCorrupted or IndexCorrupted };

    /// <summary>Says what is wrong and what to do, in a sentence that applies at start as well as later.</summary>
    public static GuildConfigStoreException ToStoreException(Exception exception, string database)
    {
        var error = FindDriverError(exception);
        var (advice, isTransient) = error switch
        {
            PostgresException answer => OfServer(answer),
            null => OfValue(exception),
            _ => OfDriver(error),
        };
        return new GuildConfigStoreException($"The database '{database}' {advice}. ({Detail(error ?? exception)})", isTransient, exception);
    }

    /// <summary>The server's own message, unless it quotes a value, which may be another guild's.</summary>
    private static string Detail(Exception error)
        => error switch
        {
            PostgresException { SqlState: ['2', '2', ..] } answer => answer.SqlState,
            PostgresException answer => $"{answer.SqlState}: {answer.MessageText}",
            _ => error.Message,
        };

    /// <summary>EF Core wraps what it considers transient. Exceptions that were already translated are not unwrapped.</summary>
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
    /// What the driver (at least 10.0.0 to 10.0.3) throws instead of its own exception when a connection breaks in the execution that auto-prepares
    /// a statement: its clean-up uses what the break has already cleared.
    /// </summary>
    private static bool IsLossWhilePreparing(Exception exception) => exception is NullReferenceException { Source: "Npgsql" };

    private static (string Advice, bool IsTransient) OfDriver(Exception error)
        => (error is NpgsqlException ? error.InnerException : error) switch
        {
            TimeoutException => ("did not answer in time, or no pooled connection became free. Check the load of the server, and the network", true),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
                => ("cannot be found: its host name has no address. Check Host in the connection string, and the name server; in containers, it is the name of the service", true),
            AggregateException => ("has no server that can be used. Check that one of the servers in the connection string is up and matches Target Session Attributes: by default, the primary", true),
            AuthenticationException => ("cannot be reached over TLS. Check SSL Mode and Root Certificate in the connection string, and the certificate of the server", false),
            IOException or SocketException or NullReferenceException
                => ("cannot be reached, or the connection was lost. Check that the server is running at the Host and Port of the connection string; a running bot recovers automatically", true),
            _ => ("cannot be used with this connection string. Check its Password and SSL Mode; the driver's reason is in parentheses", error is NpgsqlException { IsTransient: true }),
        };

    private static (string Advice, bool IsTransient) OfValue(Exception exception)
        => exception switch
        {
            FormatException => ("holds a value that cannot be read. Correct or restore the row; nothing was overwritten", false),
            InvalidCastException => ("has a column that cannot be read. If the table is your own, give the library another database; if not, restore a backup; nothing was overwritten", false),
            EncoderFallbackException => ("cannot store a text that is not Unicode: it has an unpaired surrogate", false),

            // The driver's own objects throw this once their connection has broken.
            InvalidOperationException => ("lost the connection", true),
            _ => ("reports an error", false),
        };

    private static (string Advice, bool IsTransient) OfServer(PostgresException answer)
        => answer.SqlState switch
        {
            SerializationFailure or DeadlockDetected => ("could not serialize concurrent transactions", true),
            LockNotAvailable => ("is locked by another session for longer than the timeout. Look in pg_stat_activity for one that is idle in a transaction", true),
            QueryCanceled => ("cancelled a statement: it took longer than statement_timeout, or an operator cancelled it. Raise statement_timeout for the library's user, and check the load of the server", true),
            DuplicatePreparedStatement or InvalidSqlStatementName => ("is behind a pooler that does not support prepared statements. Add Max Auto Prepare=0 to the connection string, or enable them in the pooler (PgBouncer 1.21: max_prepared_statements), or name the server itself", false),
            AdminShutdown or CrashShutdown or IdleSessionTimeout => ("ended the connection: it was stopped, or is configured to end such sessions. A running bot recovers automatically when the server is back", true),
            IdleInTransactionTimeout or TransactionTimeout => ("ended a transaction that was open for too long. Keep edits and units of work short, and make sure that nothing suspends the process", true),
            CannotConnectNow => ("is starting, stopping or recovering. A running bot recovers automatically when the server is ready", true),
            TooManyConnections or ConfigurationLimitExceeded => ("has no connection to spare. Raise max_connections of the server or the limit of the user, or lower Maximum Pool Size in the connection string", true),
            InsufficientResources or PostgresErrorCodes.OutOfMemory => ("is on a server that is short of memory. Give it more, or lower its work_mem and max_connections", true),
            DiskFull => ("cannot grow: the server's disk is full. Free some space; nothing was lost, and writes succeed again without a restart", false),
            IoError => ("cannot be read or written: the operating system of the server reports an error. Check the server's disk and its log", false),
            InvalidPassword or InvalidAuthorizationSpecification => ("refuses the user. Check Username and Password in the connection string, and pg_hba.conf on the server: it may require SSL Mode=Require", false),
            InsufficientPrivilege => ("denies the user a permission. Make the user of the connection string the owner of the database, or grant it USAGE and CREATE on its schema", false),
            InvalidCatalogName => ("does not exist. Create it, or start once with MigrateOnStartup and a user that may create databases", false),
            DatabaseDropped => ("was dropped. Create or restore it, and start the bot again", false),
            ObjectNotInPrerequisiteState or ObjectInUse => ("does not accept connections now. Check ALTER DATABASE ... ALLOW_CONNECTIONS, and other operations on the database", true),
            InvalidSchemaName => ("has none of the schemas of the user's search_path. Create the schema, or correct Search Path in the connection string", false),
            UndefinedTable => ("lacks the library's tables. Start once with MigrateOnStartup, and check that every node has the same search_path", false),
            UndefinedColumn or UndefinedFunction or DatatypeMismatch or WrongObjectType or DuplicateTable or DuplicateObject or DuplicateColumn
                => ("has a table with a name that the library uses, but not the library's columns. Give the library its own database, or its own schema through Search Path; if the table is from an older version, start once with MigrateOnStartup", false),
            IntegrityConstraintViolation or NotNullViolation or ForeignKeyViolation or UniqueViolation or CheckViolation or ExclusionViolation or RaiseException
                => ("refuses a row because of a constraint or a trigger. If it is your own, remove it from the library's tables; if not, something else wrote to them: IGuildConfigMaintenance.VerifyAsync says where", false),
            CharacterNotInRepertoire or UntranslatableCharacter => ("cannot store a text that contains a NUL character. Correct the text", false),
            ReadOnlySqlTransaction => ("is read-only: a standby, or configured so. Name the primary server in the connection string; with several servers, the library connects to the primary", false),
            DataCorrupted or IndexCorrupted or UndefinedFile => ("is damaged. Stop the bot, and restore a backup; nothing was overwritten", false),
            ProtocolViolation => ("refused the connection, or a pooler in front of it did. Check the pooler's log; the connection string may request something that it does not support", true),
            InternalError => ("reported an internal error, or a pooler in front of it did. Check their logs; a hosted pooler may need a longer Username that includes the project", false),
            _ when answer.SqlState.StartsWith("08", StringComparison.Ordinal) => ("lost the connection", true),
            _ => ("reports an error", answer.IsTransient),
        };
}
