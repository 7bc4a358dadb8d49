using System.Reflection;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A database of another version is neither used nor changed.</summary>
[Trait("Invariant", "8")]
public abstract class OtherSchemaContract : StoreContract
{
    private const string Newer = "20991231235959_SomethingNew";

    private static readonly string _version = typeof(IGuildConfigService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static TheoryData<string> Tables => new("guild_config", "background_asset", "background_content", "guild_config_change", "guild_config_clock", "guild_departure");

    [Theory]
    [InlineData(Newer, true)]
    [InlineData(Newer, false)]
    [InlineData("20200101000000_OfAFork", true)]
    public async Task Start_UnknownMigration_IsRefusedNamingBothMigrations(string migration, bool migrates)
    {
        var earlier = await Store.StartNodeAsync();
        await earlier.IncrementAsync(1, Token);
        var known = Assert.Single(earlier.Get<IDatabaseAdministration>().KnownMigrations);
        await earlier.DisposeAsync();
        await AddAsync(migration);
        var before = await DumpAsync();
        var node = Store.BuildNode(options => options.MigrateOnStartup = migrates);

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Services.InitializeGuildConfigAsync(cancellationToken: Token).InTime());
        var again = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.IncrementAsync(1, Token).InTime());

        Assert.False(refused.IsTransient);
        Assert.All([migration, known, _version], name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
        Assert.Equal(refused.Message, again.Message);
        Assert.Equal(before, await DumpAsync());
    }

    [Fact]
    public async Task Health_DatabaseIsMigratedByANewerNode_ReportsIt()
    {
        var node = await Store.StartNodeAsync(register: services => services.AddHealthChecks().AddGuildConfig());
        await AddAsync(Newer);

        var report = (await node.Get<HealthCheckService>().CheckHealthAsync(Token)).Entries["guild-config"];

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains(Newer, report.Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Start_HostTableWithALibraryName_IsRefusedAndLeftAlone(string table)
    {
        // The database must exist.
        await (await Store.StartNodeAsync()).DisposeAsync();
        foreach (var own in (string[])["guild_departure", "guild_config_clock", "guild_config_change", "guild_config", "background_asset", "background_content", "guild_config_migration"])
        {
            await Store.ExecuteAsync($"DROP TABLE {own}");
        }

        await Store.ExecuteAsync($"CREATE TABLE {table} (mine integer); INSERT INTO {table} VALUES (7)");
        foreach (var migrates in new[] { true, false })
        {
            var node = Store.BuildNode(options => options.MigrateOnStartup = migrates);

            var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Services.InitializeGuildConfigAsync(cancellationToken: Token).InTime());

            Assert.False(refused.IsTransient);
            Assert.Contains(table, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Give the library its own database, or rename the table; nothing was changed", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(7L, Convert.ToInt64(await Store.ScalarAsync<object>($"SELECT mine FROM {table}"), null));
        Assert.Equal([table], await TablesAsync());
        await Store.ExecuteAsync($"ALTER TABLE {table} RENAME TO mine");
        Assert.Equal(1UL, (await (await Store.StartNodeAsync()).IncrementAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(7L, Convert.ToInt64(await Store.ScalarAsync<object>("SELECT mine FROM mine"), null));
    }

    /// <summary>Gets a query for the names of all tables.</summary>
    protected abstract string TablesSql { get; }

    private Task AddAsync(string migration) => Store.ExecuteAsync($"INSERT INTO guild_config_migration VALUES ('{migration}', '99.0')");

    private async Task<IEnumerable<string>> TablesAsync() => (await Store.QueryAsync(TablesSql)).Select(row => (string)row[0]!).Order(StringComparer.Ordinal);

    private async Task<string> DumpAsync()
    {
        var lines = new List<string>();
        foreach (var table in await TablesAsync())
        {
            lines.Add(table);
            lines.AddRange((await Store.QueryAsync($"SELECT * FROM {table}")).Select(row => string.Join('|', row)));
        }

        return string.Join('\n', lines);
    }
}
