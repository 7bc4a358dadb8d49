using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node;

/// <summary>The library in this process, as a host has it.</summary>
internal static class NodeHost
{
    private const string Sqlite = "sqlite:";
    private const string PostgreSql = "postgres:";

    /// <summary>Registers it on a database, <c>sqlite:PATH</c> or <c>postgres:CONNECTION_STRING</c>, and starts nothing.</summary>
    public static ServiceProvider Build(string database, Action<IServiceCollection>? before = null)
    {
        var services = new ServiceCollection();
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
