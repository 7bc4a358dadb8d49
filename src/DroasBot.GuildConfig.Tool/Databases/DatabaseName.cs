using System.Data.Common;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Tool.Databases;

/// <summary>A database that a command line names: an SQLite file, or a PostgreSQL database.</summary>
/// <param name="file">The path of the SQLite file.</param>
/// <param name="postgreSql">The connection string of the PostgreSQL database; <see langword="null"/> for the file.</param>
internal sealed class DatabaseName(string file, string? postgreSql)
{
    /// <summary>Gets the full path of the file; <see langword="null"/> on a server.</summary>
    /// <exception cref="CommandException">It is not a file name.</exception>
    public string? File { get; } = postgreSql is null ? FindFile(file) : null;

    /// <summary>Parses either a PostgreSQL connection string or a file name.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    public static DatabaseName Parse(string text)
        => text.Contains("://", StringComparison.Ordinal)
            ? throw CommandException.NotUnderstood("Name a server with a connection string, as in 'Host=db;Database=bot;Username=bot', not with a URI.")
            : text.Contains("Host=", StringComparison.OrdinalIgnoreCase) || text.Contains("Server=", StringComparison.OrdinalIgnoreCase) ? new DatabaseName("", text)
            : new DatabaseName(text, postgreSql: null);

    /// <summary>Creates the library's services on this database. They run no sweeps: retention is up to the bot.</summary>
    /// <param name="mayMake">Whether a start may create and migrate the database.</param>
    /// <param name="register">Registers the bot's settings.</param>
    public ServiceProvider Build(bool mayMake, Action<IGuildConfigBuilder> register)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None).AddFilter("DroasBot.GuildConfig", LogLevel.Information));
        var builder = File is null
            ? services.AddGuildConfig().UsePostgreSql(postgreSql!)
            : services.AddGuildConfig(new DbConnectionStringBuilder { ["Data Source"] = File }.ConnectionString);
        services.AddHealthChecks().AddGuildConfig();
        services.Configure<GuildConfigOptions>(options =>
        {
            (options.CreateIfMissing, options.MigrateOnStartup) = (mayMake, mayMake);
            (options.PreloadOnStartup, options.StartupTimeout) = (false, TimeSpan.Zero);
            options.HistoryLimit = null;
        });
        register(builder);
        return services.BuildServiceProvider();
    }

    private static string FindFile(string file)
    {
        try
        {
            return SqliteConnectionStrings.Parse(new DbConnectionStringBuilder { ["Data Source"] = file }.ConnectionString).File;
        }
        catch (ArgumentException refused)
        {
            throw CommandException.NotUnderstood(SqliteConnectionStrings.MessageOf(refused));
        }
    }
}
