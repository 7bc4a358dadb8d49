using DroasBot.GuildConfig.DependencyInjection;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Checks that the connection string names a PostgreSQL database.</summary>
internal sealed class ConnectionStringCheck : IConnectionStringCheck
{
    public IEnumerable<string> FindFaults(GuildConfigOptions options)
        => ConnectionStrings.FindFault(options.ConnectionString) is { } fault ? ["The connection string " + fault] : [];
}
