using DroasBot.GuildConfig.Internal;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Parses the host's connection string and adds what the library relies on.</summary>
internal static class SqliteConnectionStrings
{
    /// <summary>The driver's own wait for a busy database, in whole seconds; see <see cref="SqlitePragmas"/>.</summary>
    public const int DriverTimeoutSeconds = 1;

    private const string DataDirectory = "|DataDirectory|";

    /// <summary>Throws an <see cref="ArgumentException"/> unless the string names a file.</summary>
    public static SqliteLocation Parse(string connectionString) => Parse(connectionString, Directory.GetCurrentDirectory);

    /// <summary>Returns the message of an exception of <see cref="Parse(string)"/>, without the name of a parameter that the host does not know.</summary>
    public static string MessageOf(ArgumentException refused) => refused.ParamName is { } name ? refused.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : refused.Message;

    /// <param name="connectionString">The host's.</param>
    /// <param name="currentDirectory">Called only for a relative path, since it throws if that directory was deleted.</param>
    public static SqliteLocation Parse(string connectionString, Func<string> currentDirectory)
    {
        var builder = ParseKeywords(connectionString);
        if (FindFault(builder) is { } fault)
        {
            throw new ArgumentException(fault, nameof(connectionString));
        }

        var mayCreate = builder.Mode != SqliteOpenMode.ReadWrite;
        builder.DataSource = FindFile(builder.DataSource, currentDirectory, out var wrong)
            ?? throw new ArgumentException($"The connection string's data source {QuotedText.Of(builder.DataSource)} {wrong}", nameof(connectionString));
        builder.Mode = SqliteOpenMode.ReadWrite;
        builder.Cache = SqliteCacheMode.Default;
        builder.Pooling = true;
        builder.ForeignKeys = true;
        builder.DefaultTimeout = DriverTimeoutSeconds;
        return new SqliteLocation(builder, mayCreate);
    }

    private static SqliteConnectionStringBuilder ParseKeywords(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            // The text is not repeated, nor what the driver quotes of it: it may contain a password.
            throw new ArgumentException(
                "The connection string is not an SQLite connection string (for PostgreSQL, call UsePostgreSql): it has an unknown keyword, or an invalid value. Quote values that contain a semicolon.",
                nameof(connectionString));
        }
    }

    private static string? FindFault(SqliteConnectionStringBuilder builder)
    {
        var source = builder.DataSource;
        if (string.IsNullOrWhiteSpace(source) || source.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || builder.Mode == SqliteOpenMode.Memory)
        {
            return $"The connection string must name a database file, as in 'Data Source=guild-config.db'; its data source is {QuotedText.Of(source)}. "
                + "An in-memory database is not durable, and a URI is not supported.";
        }

        return builder.Mode == SqliteOpenMode.ReadOnly ? "The connection string has Mode=ReadOnly, but the library writes. Leave the mode out."
            : builder.Password.Length > 0 ? "The connection string has a Password, but the SQLite engine of this library does not encrypt. Leave it out, and let the file system encrypt the file."
            : FindFaultOfName(WithoutMacro(source)) is { } fault ? $"The connection string's data source {QuotedText.Of(source)} {fault}"
            : null;
    }

    private static string? FindFaultOfName(string name)
        => name.Any(char.IsControl) ? "contains a control character. Remove it."
            : name.StartsWith('~') && (name.Length == 1 || name.IndexOfAny(['/', '\\']) > 0) ? "begins with '~', which only a shell replaces with the home directory. Write the full path."
            : !OperatingSystem.IsWindows() && IsWindowsName(name) ? "is a Windows path, which names a file with an odd name on this system. Write it with '/', and without a drive."
            : name.Length == 0 || Path.EndsInDirectorySeparator(name) ? "is a directory. Name a file in it."
            : null;

    /// <summary>An absolute path may have a backslash in a directory's name.</summary>
    private static bool IsWindowsName(string name)
        => (name.Length > 2 && char.IsAsciiLetter(name[0]) && name[1] == ':' && name[2] is '/' or '\\') || (!name.StartsWith('/') && name.Contains('\\', StringComparison.Ordinal));

    /// <summary>The full and final path, so that a later change of the current directory, or of a link, has no effect.</summary>
    private static string? FindFile(string source, Func<string> currentDirectory, out string fault)
    {
        fault = "is a relative path, but the current directory of this process no longer exists. Write the full path.";
        if (FullPath(source, currentDirectory) is not { } path)
        {
            return null;
        }

        fault = "is a symbolic link that leads back to itself. Correct the link.";
        var file = FinalPath.Find(path);
        if (!Directory.Exists(file))
        {
            return file;
        }

        fault = $"is a directory ('{file}'). Name a file in it. (Docker creates a directory if the file to mount is missing.)";
        return null;
    }

    /// <summary>As the driver does it: |DataDirectory| is a directory that the host has set for its application domain.</summary>
    private static string? FullPath(string source, Func<string> currentDirectory)
    {
        var name = WithoutMacro(source);
        if (Path.IsPathFullyQualified(name))
        {
            return Path.GetFullPath(name);
        }

        try
        {
            var directory = AppDomain.CurrentDomain.GetData("DataDirectory") as string ?? string.Empty;
            return Path.GetFullPath(name, Path.IsPathFullyQualified(directory) ? directory : Path.GetFullPath(directory, currentDirectory()));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string WithoutMacro(string source)
        => source.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase) ? source[DataDirectory.Length..].TrimStart('/', '\\') : source;
}
