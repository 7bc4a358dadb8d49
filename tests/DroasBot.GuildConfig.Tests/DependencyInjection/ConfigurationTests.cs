using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.DependencyInjection;

/// <summary>Options and the database come from the host's configuration when it starts.</summary>
public sealed class ConfigurationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AddGuildConfig_Section_SetsEveryOption()
    {
        var options = OptionsOf(Section(
            ("ConnectionString", "Data Source=/data/bot.db"), ("SyncInterval", "00:00:00.5"), ("HistoryRetention", "30.00:00:00"), ("HistoryLimit", "7"), ("PreloadOnStartup", "false"),
            ("Cache:MaxBytes", "5000"), ("Shards:Total", "4"), ("Shards:Ids:0", "2"), ("Shards:Ids:1", "3"), ("Health:MinHitRate", "0.25")));

        Assert.Equal(("Data Source=/data/bot.db", TimeSpan.FromMilliseconds(500), TimeSpan.FromDays(30)), (options.ConnectionString, options.SyncInterval, options.HistoryRetention));
        Assert.Equal((7, false, 5000L, 4, 0.25), (options.HistoryLimit, options.PreloadOnStartup, options.Cache.MaxBytes, options.Shards.Total, options.Health.MinHitRate));
        Assert.Equal([2, 3], options.Shards.Ids!);
    }

    [Fact]
    public void AddGuildConfig_SectionChangedBeforeTheStart_UsesTheChangedValues()
    {
        var configuration = new ConfigurationManager { ["GuildConfig:ConnectionString"] = "Data Source=/real/bot.db" };
        var services = new ServiceCollection();
        services.AddGuildConfig(configuration.GetSection("GuildConfig"));

        // As a test's WebApplicationFactory does, after the host's own code has run.
        configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["GuildConfig:ConnectionString"] = "Data Source=/test/bot.db" });

        using var provider = services.BuildServiceProvider();
        Assert.Equal("Data Source=/test/bot.db", provider.GetRequiredService<IOptions<GuildConfigOptions>>().Value.ConnectionString);
    }

    [Theory]
    [InlineData("SyncIntervall", "00:00:01", "'SyncIntervall'")]
    [InlineData("Cache:MaxByte", "5000", "'MaxByte'")]
    [InlineData("SyncInterval", "soon", "'soon' at 'GuildConfig:SyncInterval'")]
    [InlineData("HistoryLimit", "many", "'many' at 'GuildConfig:HistoryLimit'")]
    public void AddGuildConfig_InvalidSection_NamesSectionAndKey(string key, string value, string expected)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => OptionsOf(Section((key, value))));

        Assert.Contains("section 'GuildConfig'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddGuildConfig_TwoDatabases_IsAnError()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => OptionsOf(services =>
        {
            services.AddGuildConfig("Data Source=/data/a.db");
            services.AddGuildConfig("Data Source=/data/b.db;Password=secret");
        }));

        Assert.Contains("Two calls of AddGuildConfig name different databases", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddGuildConfig_OneDatabaseTwiceOrReplacedByATest_IsAllowed()
    {
        var options = OptionsOf(services =>
        {
            services.AddGuildConfig("Data Source=/data/a.db");
            services.AddGuildConfig("Data Source=/data/a.db");
            services.AddGuildConfig(options => options.HistoryLimit = 5);
            services.Configure<GuildConfigOptions>(options => options.ConnectionString = "Data Source=/data/test.db");
        });

        Assert.Equal(("Data Source=/data/test.db", 5), (options.ConnectionString, options.HistoryLimit));
    }

    [Fact]
    public async Task UseSqlite_AfterPostgreSql_SwitchesBack()
    {
        using var directory = new TemporaryDirectory();
        await using var named = new ServiceCollection().AddGuildConfig()
            .UsePostgreSql("Host=db.invalid;Database=bot").UseSqlite("Data Source=" + directory.File("named.db")).Services.BuildServiceProvider();
        await using var configured = new ServiceCollection().AddGuildConfig("Data Source=" + directory.File("configured.db"))
            .UsePostgreSql("Host=db.invalid;Database=bot").UseSqlite().Services.BuildServiceProvider();

        await named.InitializeGuildConfigAsync(cancellationToken: Token);
        await configured.InitializeGuildConfigAsync(cancellationToken: Token);

        Assert.True(File.Exists(directory.File("named.db")));
        Assert.True(File.Exists(directory.File("configured.db")));
        Assert.Throws<ArgumentException>("connectionString", () => new ServiceCollection().AddGuildConfig().UseSqlite(" "));
        Assert.Throws<ArgumentNullException>("builder", () => ((IGuildConfigBuilder)null!).UseSqlite());
    }

    [Fact]
    public void UsePostgreSql_WithoutAConnectionString_UsesThatOfTheOptions()
    {
        Assert.Equal("Host=db;Database=bot", OptionsOf(services => services.AddGuildConfig(Section(("ConnectionString", "Host=db;Database=bot"))).UsePostgreSql()).ConnectionString);
        Assert.Contains("is not a PostgreSQL connection string", Assert.Throws<OptionsValidationException>(() => OptionsOf(services => services.AddGuildConfig().UsePostgreSql())).Message, StringComparison.Ordinal);
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values)
        => new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create("GuildConfig:" + value.Key, (string?)value.Value))).Build().GetSection("GuildConfig");

    private static GuildConfigOptions OptionsOf(IConfiguration configuration) => OptionsOf(services => services.AddGuildConfig(configuration));

    private static GuildConfigOptions OptionsOf(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<GuildConfigOptions>>().Value;
    }
}
