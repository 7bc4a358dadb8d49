using System.Globalization;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>Common errors, as the driver and the server actually report them.</summary>
public sealed class RealErrorsTests(PostgreSqlServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CREATE TABLE guild_config (id int)")]
    [InlineData("CREATE TABLE guild_config_change (id int)")]
    public async Task Start_HostTableWithTheSameName_FailsWithTheReason(string table)
    {
        await using var store = new PostgreSqlStore(server);
        await server.ExecuteAsync("CREATE DATABASE " + store.Database);
        await server.ExecuteAsync(table, store.Database);

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => store.StartNodeAsync());

        Assert.Contains("Give the library its own database", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task Start_SearchPathSchemaMissing_FailsWithTheReason()
    {
        await using var store = new PostgreSqlStore(server, "Search Path=missing");

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => store.StartNodeAsync());

        Assert.Contains("Create the schema", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Theory]
    [InlineData("SET statement_timeout = 10; SELECT pg_sleep(60)", "Raise statement_timeout")]
    [InlineData("DEALLOCATE missing", "Add Max Auto Prepare=0")]
    [InlineData("PREPARE one AS SELECT 1; PREPARE one AS SELECT 1", "Add Max Auto Prepare=0")]
    [InlineData("SELECT missing FROM pg_class", "its own database")]
    [InlineData("SELECT 1 FROM missing.guild_config", "lacks the library's tables")]
    [InlineData("SET TRANSACTION READ ONLY; CREATE TABLE never (id int)", "read-only")]
    [InlineData("SELECT 'secret'::int", "(22P02)")]
    public async Task ToStoreException_StatementFails_SaysWhatToDo(string sql, string advice)
        => await AssertAsync(server.ConnectionString("postgres"), sql, advice);

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1", "Check that the server is running")]
    [InlineData("Host=127.0.0.1,127.0.0.2;Port=1", "has no server that can be used")]
    [InlineData("Host=/missing", "Check that the server is running")]
    [InlineData("Host=missing.invalid", "cannot be found")]
    public async Task ToStoreException_NoServer_SaysWhereToLook(string where, string advice)
        => await AssertAsync(where + ";Database=bot;Username=bot;Password=secret;Timeout=20", "SELECT 1", advice);

    [Fact]
    public async Task ToStoreException_UnknownUser_SaysWhatToCheck()
        => await AssertAsync(server.ConnectionString("postgres") + ";Username=nobody;Password=secret", "SELECT 1", "Check Username and Password");

    [Fact]
    public async Task ToStoreException_UserConnectionLimitReached_SaysWhatToRaise()
    {
        var role = string.Create(CultureInfo.InvariantCulture, $"limited_{Guid.NewGuid():N}");
        await server.ExecuteAsync($"CREATE ROLE {role} LOGIN CONNECTION LIMIT 0");
        await AssertAsync(server.ConnectionString("postgres") + ";Username=" + role, "SELECT 1", "has no connection to spare");
        await server.ExecuteAsync("DROP ROLE " + role);
    }

    private static async Task AssertAsync(string connectionString, string sql, string advice)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => connection.ExecuteAsync(sql, Token));

        var translated = PostgreSqlErrors.ToStoreException(failure, "db/bot");

        Assert.True(PostgreSqlErrors.IsOwn(failure));
        Assert.Contains(advice, translated.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", translated.Message, StringComparison.Ordinal);
    }
}
