using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.SyncNode;

/// <summary>The library in this process, as a host has it.</summary>
internal static class NodeHost
{
    private const string Sqlite = "sqlite:";
    private const string PostgreSql = "postgres:";

    /// <summary>Starts it on a database: <c>sqlite:PATH</c> or <c>postgres:CONNECTION_STRING</c>.</summary>
    public static async Task<ServiceProvider> StartAsync(string database, Action<IServiceCollection>? before = null)
    {
        var provider = Build(database, before);
        await provider.InitializeGuildConfigAsync();
        Console.WriteLine("ready");
        return provider;
    }

    /// <summary>Registers it on a database, and starts nothing.</summary>
    public static ServiceProvider Build(string database, Action<IServiceCollection>? before = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerProvider, EventLines>();
        before?.Invoke(services);
        var builder = services.AddGuildConfig();
        if (database.StartsWith(PostgreSql, StringComparison.Ordinal))
        {
            builder.UsePostgreSql(database[PostgreSql.Length..]);
        }
        else if (database.StartsWith(Sqlite, StringComparison.Ordinal))
        {
            services.AddGuildConfig("Data Source=" + database[Sqlite.Length..]);
        }
        else
        {
            throw new ArgumentException($"'{database}' names no database: {Sqlite}PATH or {PostgreSql}CONNECTION_STRING.", nameof(database));
        }

        return services.BuildServiceProvider();
    }
}
