using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node;

/// <summary>Hosts the library in this process.</summary>
internal static class NodeHost
{
    private const string Sqlite = "sqlite:";
    private const string PostgreSql = "postgres:";

    /// <summary>Registers the library on a database, <c>sqlite:PATH</c> or <c>postgres:CONNECTION_STRING</c>, without starting anything.</summary>
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
