using System.Data.Common;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Parses the host's connection string and adds what the library relies on.</summary>
internal static class ConnectionStrings
{
    private const string Example = "as in 'Host=db;Database=bot;Username=bot;Password=...'";
    private const int ConnectSeconds = 5;
    private const int KeepAliveSeconds = 15;
    private const int PreparedStatements = 40;

    private static readonly TimeSpan _readTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Returns what is wrong with a connection string, without repeating any of it: it may contain a password.</summary>
    /// <returns>The end of a sentence; <see langword="null"/> if nothing is wrong.</returns>
    public static string? FindFault(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(builder.Host) ? $"names no Host, {Example}."
                : string.IsNullOrWhiteSpace(builder.Database) ? $"names no Database, {Example}."
                : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or OverflowException or InvalidOperationException or KeyNotFoundException)
        {
            // Omits even the driver's message, which would quote a password with a semicolon as an unknown keyword.
            return $"is not a PostgreSQL connection string, {Example}: it has an unknown keyword, or an invalid value. Quote values that contain a semicolon.";
        }
    }

    /// <summary>For connections that may be pooled.</summary>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // The library takes no part in transactions of the host.
            Enlist = false,
            Multiplexing = false,

            // Error details quote rows, and errors must not show those of another guild.
            IncludeErrorDetail = false,

            // If the connection breaks while the driver auto-prepares a statement, the statement is corrupted: retried on another connection,
            // it mistakes one answer for another (at least in Npgsql 10.0.0 to 10.0.3).
            MaxAutoPrepare = 0,
        };
        SetUnlessGiven(builder, "Timeout", ConnectSeconds);
        SetUnlessGiven(builder, "Keepalive", KeepAliveSeconds);
        SetUnlessGiven(builder, "Application Name", "DroasBot.GuildConfig");
        if (NamesSeveralHosts(builder))
        {
            // A standby lags behind: a read there would not see a write that has completed.
            SetUnlessGiven(builder, "Target Session Attributes", "primary");
        }

        return builder;
    }

    /// <summary>Returns the name of a database for messages: host and database, never a password.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) => $"{settings.Host}/{settings.Database}";

    /// <summary>Whether statements are prepared: not if the host says that a pooler does not support them.</summary>
    public static bool Prepares(NpgsqlConnectionStringBuilder settings) => settings.MaxAutoPrepare != 0;

    /// <summary>For a session that reads.</summary>
    public static NpgsqlConnectionStringBuilder Reader(string connectionString) => Prepared(connectionString, _readTimeout);

    /// <summary>For the writer: its few statements are prepared, and discarded with the connection when that breaks.</summary>
    public static NpgsqlConnectionStringBuilder Writer(string connectionString, TimeSpan commandTimeout) => Prepared(connectionString, commandTimeout);

    private static NpgsqlConnectionStringBuilder Prepared(string connectionString, TimeSpan commandTimeout)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var builder = Unpooled(Parse(connectionString), commandTimeout);
        builder.MaxAutoPrepare = given.ShouldSerialize("Max Auto Prepare") ? given.MaxAutoPrepare : PreparedStatements;
        builder.AutoPrepareMinUsages = 2;
        return builder;
    }

    /// <summary>For a connection with its own session on the server, which is closed when it is disposed.</summary>
    public static NpgsqlConnectionStringBuilder Unpooled(NpgsqlConnectionStringBuilder pooled, TimeSpan commandTimeout)
    {
        var builder = new NpgsqlConnectionStringBuilder(pooled.ConnectionString) { Pooling = false, CommandTimeout = (int)Math.Ceiling(commandTimeout.TotalSeconds) };
        if (NamesSeveralHosts(builder))
        {
            // By default, the driver ignores a host that was down, or a standby, for 10 s; one that is promoted or comes back must be found immediately.
            SetUnlessGiven(builder, "Host Recheck Seconds", 0);
        }

        return builder;
    }

    private static bool NamesSeveralHosts(NpgsqlConnectionStringBuilder builder) => builder.Host!.Contains(',', StringComparison.Ordinal);

    private static void SetUnlessGiven(DbConnectionStringBuilder builder, string keyword, object value)
    {
        if (!builder.ShouldSerialize(keyword))
        {
            builder[keyword] = value;
        }
    }
}
