using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Rigs;

public sealed class PostgreSqlStandbyTests
{
    [Fact]
    public async Task Promote_AfterUnreplicatedCommits_LacksThem()
    {
        Assert.SkipUnless(PostgreSqlCluster.IsInstalled, "PostgreSQL is not installed: there is no initdb below /usr/lib/postgresql (Debian's package is 'postgresql').");
        await using var primary = await PostgreSqlCluster.StartNewAsync(survivesPowerLoss: false);
        await ExecuteAsync(primary, "CREATE TABLE numbers (number int)");
        await using var standby = await primary.StartStandbyAsync();
        await ExecuteAsync(primary, "INSERT INTO numbers VALUES (1)");
        await standby.CatchUpAsync();
        Assert.Equal(1, await ExecuteAsync(standby.Server, "SELECT max(number) FROM numbers"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(standby.Server, "INSERT INTO numbers VALUES (3)"));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);

        await standby.DetachAsync();
        await ExecuteAsync(primary, "INSERT INTO numbers VALUES (2)");
        await primary.StopAsync();
        await standby.PromoteAsync();

        Assert.Equal(1, await ExecuteAsync(standby.Server, "SELECT max(number) FROM numbers"));
        await ExecuteAsync(standby.Server, "INSERT INTO numbers VALUES (3)");

        // A node names both, and finds the remaining one.
        var both = new NpgsqlConnectionStringBuilder(primary.ConnectionString("postgres"));
        both.Host += "," + new NpgsqlConnectionStringBuilder(standby.Server.ConnectionString("postgres")).Host;
        Assert.Equal(3, await ExecuteAsync(both.ConnectionString + ";Target Session Attributes=primary", "SELECT max(number) FROM numbers"));
    }

    private static Task<object?> ExecuteAsync(PostgreSqlCluster server, string sql) => ExecuteAsync(server.ConnectionString("postgres"), sql);

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        return await connection.ScalarAsync<object?>(sql, TestContext.Current.CancellationToken);
    }
}
