using DroasBot.GuildConfig.Storage.Sqlite;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks that the connection string names an SQLite file.</summary>
internal sealed class SqliteConnectionStringCheck : IConnectionStringCheck
{
    public IEnumerable<string> FindFaults(GuildConfigOptions options)
    {
        try
        {
            SqliteConnectionStrings.Parse(options.ConnectionString);
            return [];
        }
        catch (ArgumentException refused)
        {
            return [SqliteConnectionStrings.MessageOf(refused)];
        }
    }
}
