using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Schema;

/// <summary>Starts the library on every schema that was ever shipped, filled with data. Each is stored as text in <c>Schemas</c>, and never changed.</summary>
public sealed class SchemaUpgradeTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Schemas");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Shipped
        => [.. Directory.GetFiles(_folder, "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !name.EndsWith(".rows", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Start_OnAShippedSchema_KeepsAllData(string schema)
    {
        await using var host = new TestHost();
        await host.ExecuteAsync(await ReadAsync(schema));
        await host.ExecuteAsync(await ReadAsync(schema + ".rows"));

        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);

        var all = await host.Service.ListAsync(Token).ToListAsync(Token);
        Assert.Equal([1UL, 175928847299117063UL, ulong.MaxValue], all.Select(guild => guild.GuildId));
        Assert.Equal([null, 175928847299117064UL, ulong.MaxValue], all.Select(guild => guild.WelcomeChannelId));
        Assert.Equal([1L, 3L, 4L], all.Select(guild => guild.Revision));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1767225600123), all[1].CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1767225600456), all[1].UpdatedAt);
        Assert.Equal(new BackgroundAsset(Guid.Parse("0199a0c5-7e00-7000-8000-00000000abcd"), "guilds/größe.png", "image/png", DateTimeOffset.FromUnixTimeMilliseconds(1767225600400)), all[1].Background);
        Assert.Equal("{\"welcome\":{\"greeting\":\"Grüße\"}}", all[1].Settings.Json);
        Assert.Equal(4L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(2L, (await host.Get<IGuildConfigChangeLog>().GetHistoryAsync(175928847299117063, Token).FirstAsync(Token)).Before!.Revision);
        Assert.Empty(await host.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
        Assert.Equal("00112233445566778899aabbccddeeff", await host.ScalarAsync<string>("SELECT epoch FROM guild_config_clock"));

        var next = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 2, cancellationToken: Token);
        Assert.Equal(5, next.Revision);
    }

    [Fact]
    public async Task Schemas_EveryMigration_HasItsCopy()
    {
        await using var host = await TestHost.StartAsync();
        await using var context = await host.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);

        Assert.Equal(context.Database.GetMigrations(), Shipped.Select(row => row.Data));
    }

    [Fact]
    public async Task Schemas_Newest_MatchesANewDatabase()
    {
        await using var started = await TestHost.StartAsync();
        await using var copied = new TestHost();
        await copied.ExecuteAsync(await ReadAsync(Shipped.Last().Data));

        Assert.Equal(await TablesAsync(started), await TablesAsync(copied));

        static async Task<IEnumerable<object?>> TablesAsync(TestHost host)
            => (await host.QueryAsync("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")).Select(row => row[0]);
    }

    private static Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(_folder, name + ".sql"), Token);
}
