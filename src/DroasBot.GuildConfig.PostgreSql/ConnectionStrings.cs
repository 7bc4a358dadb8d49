using System.Data.Common;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Reads the host's connection string and adds what the library relies on.</summary>
internal static class ConnectionStrings
{
    private const string Example = "as in 'Host=db;Database=bot;Username=bot;Password=...'";
    private const int ConnectSeconds = 5;
    private const int KeepAliveSeconds = 15;
    private const int PreparedStatements = 40;

    private static readonly TimeSpan _readTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Tells what is wrong with a connection string, without repeating any of it: it may hold a password.</summary>
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
            // Not even the driver's message: a password with a semicolon in it is taken for a keyword, and quoted.
            return $"is not one of PostgreSQL, {Example}: it has an unknown keyword, or a value that its keyword cannot have. Quote values that have a semicolon.";
        }
    }

    /// <summary>For everything that may be pooled.</summary>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // A transaction of the host is not the library's, and a read belongs to none.
            Enlist = false,
            Multiplexing = false,

            // Details of an error quote rows, and errors must not show another guild's.
            IncludeErrorDetail = false,

            // A statement whose connection breaks while the driver prepares it by itself is spoilt for good: tried again on another connection,
            // it takes one answer for another (Npgsql 10.0.0 to 10.0.3 at least).
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

    /// <summary>Names a database for messages: host and database, never a password.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) => $"{settings.Host}/{settings.Database}";

    /// <summary>Whether statements are prepared: unless the host says that a pooler does not follow them.</summary>
    public static bool Prepares(NpgsqlConnectionStringBuilder settings) => settings.MaxAutoPrepare != 0;

    /// <summary>For a session that reads.</summary>
    public static NpgsqlConnectionStringBuilder Reader(string connectionString) => Prepared(connectionString, _readTimeout);

    /// <summary>For the writer: its statements are prepared, since it makes the same few for ever, and thrown away with the connection when that breaks.</summary>
    public static NpgsqlConnectionStringBuilder Writer(string connectionString, TimeSpan commandTimeout) => Prepared(connectionString, commandTimeout);

    private static NpgsqlConnectionStringBuilder Prepared(string connectionString, TimeSpan commandTimeout)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var builder = Unpooled(Parse(connectionString), commandTimeout);
        builder.MaxAutoPrepare = given.ShouldSerialize("Max Auto Prepare") ? given.MaxAutoPrepare : PreparedStatements;
        builder.AutoPrepareMinUsages = 2;
        return builder;
    }

    /// <summary>For a connection that is one session on the server, closed when it is disposed.</summary>
    public static NpgsqlConnectionStringBuilder Unpooled(NpgsqlConnectionStringBuilder pooled, TimeSpan commandTimeout)
    {
        var builder = new NpgsqlConnectionStringBuilder(pooled.ConnectionString) { Pooling = false, CommandTimeout = (int)Math.Ceiling(commandTimeout.TotalSeconds) };
        if (NamesSeveralHosts(builder))
        {
            // The driver would not look for 10 s at a host that was down, or a standby: one that is promoted meanwhile, or comes back, is to be found immediately.
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
