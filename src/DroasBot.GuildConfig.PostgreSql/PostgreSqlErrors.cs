using System.Net.Sockets;
using System.Security.Authentication;
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

    /// <summary>Says what is wrong and what to do, in a sentence that is true at a start as well as later.</summary>
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

    /// <summary>The server's own words, unless they quote a value: it may be another guild's.</summary>
    private static string Detail(Exception error)
        => error switch
        {
            PostgresException { SqlState: ['2', '2', ..] } answer => answer.SqlState,
            PostgresException answer => $"{answer.SqlState}: {answer.MessageText}",
            _ => error.Message,
        };

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

    private static (string Advice, bool IsTransient) OfDriver(Exception error)
        => (error is NpgsqlException ? error.InnerException : error) switch
        {
            TimeoutException => ("did not answer in time, or no pooled connection became free. Look at the load of the server, and at the network", true),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
                => ("cannot be found: its host name has no address. Check Host in the connection string, and the name server; in containers, it is the name of the service", true),
            AggregateException => ("has no server that can be used. See that one of the servers that the connection string names is up, and is what Target Session Attributes asks for: the primary, unless it says otherwise", true),
            AuthenticationException => ("cannot be reached over TLS. Check SSL Mode and Root Certificate in the connection string, and the certificate of the server", false),
            IOException or SocketException or NullReferenceException
                => ("cannot be reached, or the connection was lost. See that the server runs where Host and Port in the connection string say; a bot that is running goes on by itself when it does", true),
            _ => ("cannot be used as the connection string says. Check Password and SSL Mode in it; the driver's reason is in parentheses", error is NpgsqlException { IsTransient: true }),
        };

    private static (string Advice, bool IsTransient) OfValue(Exception exception)
        => exception switch
        {
            FormatException => ("holds a value that cannot be read. Correct or restore the row; nothing was overwritten", false),
            InvalidCastException => ("has a column that cannot be read. If the table is your own, give the library another database; if not, restore a backup; nothing was overwritten", false),
            EncoderFallbackException => ("cannot store a text that is not Unicode: it has an unpaired surrogate", false),

            // The driver's own objects say so once their connection has broken.
            InvalidOperationException => ("lost the connection", true),
            _ => ("reports an error", false),
        };

    private static (string Advice, bool IsTransient) OfServer(PostgresException answer)
        => answer.SqlState switch
        {
            SerializationFailure or DeadlockDetected => ("could not serialize concurrent transactions", true),
            LockNotAvailable => ("is locked by another session for longer than the timeout. Look in pg_stat_activity for one that is idle in a transaction", true),
            QueryCanceled => ("cancelled a statement: it took longer than statement_timeout, or an operator cancelled it. Raise statement_timeout for the library's user, and look at the load of the server", true),
            DuplicatePreparedStatement or InvalidSqlStatementName => ("is behind a pooler that does not follow prepared statements. Add Max Auto Prepare=0 to the connection string, or let the pooler support them (PgBouncer 1.21: max_prepared_statements), or name the server itself", false),
            AdminShutdown or CrashShutdown or IdleSessionTimeout => ("ended the connection: it was stopped, or set to end such sessions. A bot that is running goes on by itself when the server does", true),
            IdleInTransactionTimeout or TransactionTimeout => ("ended a transaction that stood open for too long. See that edits and units of work are short, and that nothing stops the process in between", true),
            CannotConnectNow => ("is starting, stopping or recovering. A bot that is running goes on by itself when the server is ready", true),
            TooManyConnections or ConfigurationLimitExceeded => ("has no connection to spare. Raise max_connections of the server or the limit of the user, or lower Maximum Pool Size in the connection string", true),
            InsufficientResources or PostgresErrorCodes.OutOfMemory => ("has a server that is short of memory. Give it more, or lower its work_mem and max_connections", true),
            DiskFull => ("cannot grow: the server's disk is full. Free some space; nothing was lost, and writes succeed again without a restart", false),
            IoError => ("cannot be read or written: the operating system of the server reports an error. Check the server's disk and its log", false),
            InvalidPassword or InvalidAuthorizationSpecification => ("refuses the user. Check Username and Password in the connection string, and pg_hba.conf on the server: it may want SSL Mode=Require", false),
            InsufficientPrivilege => ("refuses the user a right. Make the user of the connection string the owner of the database, or grant it USAGE and CREATE on its schema", false),
            InvalidCatalogName => ("does not exist. Create it, or start once with MigrateOnStartup and a user that may create databases", false),
            DatabaseDropped => ("was dropped. Create or restore it, and start the bot again", false),
            ObjectNotInPrerequisiteState or ObjectInUse => ("does not accept connections now. See ALTER DATABASE ... ALLOW_CONNECTIONS, and what else is done to the database", true),
            InvalidSchemaName => ("has none of the schemas of the user's search_path. Create the schema, or correct Search Path in the connection string", false),
            UndefinedTable => ("lacks the library's tables. Start once with MigrateOnStartup, and see that every node has the same search_path", false),
            UndefinedColumn or UndefinedFunction or DatatypeMismatch or WrongObjectType or DuplicateTable or DuplicateObject or DuplicateColumn
                => ("has a table of a name that the library uses, but not the library's columns. Give the library a database of its own, or a schema by Search Path; if the table is an older version's, start once with MigrateOnStartup", false),
            IntegrityConstraintViolation or NotNullViolation or ForeignKeyViolation or UniqueViolation or CheckViolation or ExclusionViolation or RaiseException
                => ("refuses a row by a constraint or a trigger. If it is your own, remove it from the library's tables; if not, something else wrote to them: IGuildConfigMaintenance.VerifyAsync says where", false),
            CharacterNotInRepertoire or UntranslatableCharacter => ("cannot store a text that has a NUL character. Correct the text", false),
            ReadOnlySqlTransaction => ("is read-only: a standby, or set so. Name the primary server in the connection string; with several servers in it, the library looks for the primary", false),
            DataCorrupted or IndexCorrupted or UndefinedFile => ("is damaged. Stop the bot, and restore a backup; nothing was overwritten", false),
            ProtocolViolation => ("does not take the connection, or a pooler in front of it does not. Look into the pooler's log; the connection string may ask for what it does not have", true),
            InternalError => ("met an internal error, or a pooler in front of it did. Look into their logs; a hosted pooler may want a longer Username, with the project in it", false),
            _ when answer.SqlState.StartsWith("08", StringComparison.Ordinal) => ("lost the connection", true),
            _ => ("reports an error", answer.IsTransient),
        };
}
