using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Reads the host's connection string and adds what the library relies on.</summary>
internal static class SqliteConnectionStrings
{
    /// <summary>The driver's own wait for a busy database, in whole seconds; see <see cref="SqlitePragmas"/>.</summary>
    public const int DriverTimeoutSeconds = 1;

    /// <summary>Throws an <see cref="ArgumentException"/> unless the string names a file.</summary>
    public static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        var builder = ParseKeywords(connectionString);
        var source = builder.DataSource;
        if (source.Length == 0 || source.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || builder.Mode == SqliteOpenMode.Memory)
        {
            throw new ArgumentException(
                $"The connection string must name a database file, as in 'Data Source=guild-config.db'; its data source is '{source}'. An in-memory database is not durable, and a URI is not supported.",
                nameof(connectionString));
        }

        if (builder.Mode == SqliteOpenMode.ReadOnly)
        {
            throw new ArgumentException("The connection string has Mode=ReadOnly, but the library writes. Leave the mode out.", nameof(connectionString));
        }

        // The full path, so that a later change of the current directory moves nothing. At run time a missing file is an error,
        // never a reason to create an empty one: only the start creates.
        builder.DataSource = FullPath(source);
        builder.Mode = SqliteOpenMode.ReadWrite;
        builder.Cache = SqliteCacheMode.Default;
        builder.Pooling = true;
        builder.ForeignKeys = true;
        builder.DefaultTimeout = DriverTimeoutSeconds;
        return builder;
    }

    private static SqliteConnectionStringBuilder ParseKeywords(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            // The text itself may hold a password, so it is not repeated.
            throw new ArgumentException($"The connection string is not one of SQLite: {malformed.Message}", nameof(connectionString), malformed);
        }
    }

    /// <summary>As the driver does it: |DataDirectory| is a directory that the host has set for its application domain.</summary>
    private static string FullPath(string source)
    {
        const string Macro = "|DataDirectory|";
        var directory = AppDomain.CurrentDomain.GetData("DataDirectory") as string ?? string.Empty;
        return source.StartsWith(Macro, StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(Path.Combine(directory, source[Macro.Length..].TrimStart('/', '\\')))
            : Path.GetFullPath(source, Path.GetFullPath(directory.Length == 0 ? "." : directory));
    }
}
