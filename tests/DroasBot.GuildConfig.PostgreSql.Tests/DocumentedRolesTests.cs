using System.Text.RegularExpressions;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>The rights that docs/operate/deployment.md grants are sufficient, and allow no more than it says.</summary>
public sealed partial class DocumentedRolesTests(PostgreSqlServer server) : IAsyncLifetime
{
    private const string Database = "bot";
    private const string Owner = "bot_owner";
    private const string Bot = "bot";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await server.DropAsync(Database);
        await server.ExecuteAsync($"DROP ROLE IF EXISTS {Owner}");
        await server.ExecuteAsync($"DROP ROLE IF EXISTS {Bot}");
    }

    [Fact]
    public async Task Bot_WithTheDocumentedRights_ReadsWritesAndPrunes()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "deployment.md"), Token);
        var blocks = SqlPattern().Matches(page).Select(block => block.Groups[1].Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(2, blocks.Count);
        foreach (var statement in blocks[0])
        {
            await server.ExecuteAsync(statement);
        }

        await using (var migrating = Build(Owner))
        {
            await migrating.InitializeGuildConfigAsync(cancellationToken: Token);
        }

        foreach (var statement in blocks[1])
        {
            await ExecuteAsync(Owner, statement);
        }

        await using var running = Build(Bot, options => options.MigrateOnStartup = false);
        var configs = running.GetRequiredService<IGuildConfigService>();
        var changes = running.GetRequiredService<IGuildConfigChangeLog>();
        await configs.UpdateAsync(1, guild => guild.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await configs.UpdateAsync(1, guild => guild.ClearBackground(), cancellationToken: Token);
        await configs.DeleteAsync(1, cancellationToken: Token);
        await changes.RestoreAsync(1, revision: 1, cancellationToken: Token);
        var pruned = await running.GetRequiredService<IGuildConfigMaintenance>().PruneHistoryAsync(DateTimeOffset.UtcNow, Token);

        Assert.Equal("a.png", (await configs.ListAsync(Token).SingleAsync(Token)).Background!.FilePath);
        Assert.Equal(3, pruned);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(Bot, "DELETE FROM guild_config_clock"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private string ConnectionString(string user) => new NpgsqlConnectionStringBuilder(server.ConnectionString(Database)) { Username = user }.ConnectionString;

    private ServiceProvider Build(string user, Action<GuildConfigOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(configure).UsePostgreSql(ConnectionString(user));
        return services.BuildServiceProvider();
    }

    private async Task ExecuteAsync(string user, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(user) + ";Pooling=false");
        await connection.ExecuteAsync(sql, Token);
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlPattern();
}
