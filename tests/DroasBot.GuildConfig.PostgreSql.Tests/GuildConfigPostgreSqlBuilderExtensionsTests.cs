using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class GuildConfigPostgreSqlBuilderExtensionsTests
{
    private const string Secret = "s3cr3t-h0rse";

    [Fact]
    public void UsePostgreSql_BadArguments_AreRefused()
    {
        var builder = new ServiceCollection().AddGuildConfig();

        Assert.Throws<ArgumentNullException>("builder", () => ((IGuildConfigBuilder)null!).UsePostgreSql("Host=db"));
        Assert.Throws<ArgumentNullException>("connectionString", () => builder.UsePostgreSql((string)null!));
        Assert.Throws<ArgumentException>("connectionString", () => builder.UsePostgreSql(" "));
        Assert.Throws<ArgumentNullException>("dataSource", () => builder.UsePostgreSql((NpgsqlDataSource)null!));
        Assert.Throws<ArgumentException>("dataSource", () => builder.UsePostgreSql(NpgsqlDataSource.Create("Host=db;Database=bot;Multiplexing=true")));
        Assert.Throws<ArgumentException>("listenerConnectionString", () => builder.UsePostgreSql("Host=db", " "));
    }

    [Fact]
    public async Task UsePostgreSql_Twice_RegistersOnceAndUsesTheLastString()
    {
        var services = new ServiceCollection();
        services.AddGuildConfig().UsePostgreSql("Host=first;Database=bot").UsePostgreSql($"Host=last;Database=bot;Password={Secret}");
        services.AddGuildConfig();
        await using var provider = services.BuildServiceProvider();

        var connections = Assert.Single(provider.GetServices<IDatabaseConnections>());
        var administration = Assert.Single(provider.GetServices<IDatabaseAdministration>());

        Assert.Equal("last/bot", Assert.IsType<PostgreSqlConnections>(connections).Name);
        Assert.IsType<PostgreSqlDialect>(Assert.Single(provider.GetServices<IDatabaseDialect>()));
        Assert.Equal(1, services.Count(service => service.ImplementationType == typeof(ConnectionStringCheck)));
        Assert.Equal(("PostgreSQL", "unknown"), (administration.EngineVersion.Engine, administration.EngineVersion.Version));
        Assert.Equal(Environment.CurrentDirectory, connections.HomeDirectory);
    }

    [Theory]
    [InlineData("Database=bot;Password=s3cr3t-h0rse", "names no Host")]
    [InlineData("Host=db;Password=s3cr3t-h0rse", "names no Database")]
    [InlineData("Host=db;Database=bot;Password=s3cr3t;s3cr3t-h0rse=1", "unknown keyword")]
    [InlineData("Host=db;Database=bot;Port=s3cr3t-h0rse", "unknown keyword")]
    [InlineData("s3cr3t-h0rse", "unknown keyword")]
    [InlineData("Data Source=guild-config.db", "unknown keyword")]
    public async Task StartAsync_BadConnectionString_FailsAndNeverShowsItsContent(string connectionString, string fault)
    {
        foreach (var (main, listener) in new (string, string?)[] { (connectionString, null), ("Host=db;Database=bot", connectionString) })
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddGuildConfig().UsePostgreSql(main, listener);
            using var host = builder.Build();

            var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

            Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cr3t", refused.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parse_HostsOwnSettings_TakePrecedence()
    {
        const string Given = "Host=a,b;Database=bot;Max Auto Prepare=7;Timeout=9;Application Name=mine;Keepalive=3;Target Session Attributes=any;Enlist=true";
        var given = ConnectionStrings.Parse(Given);
        var defaults = ConnectionStrings.Parse("Host=a,b;Database=bot");

        Assert.Equal((9, "mine", 3, "any", false), (given.Timeout, given.ApplicationName, given.KeepAlive, given.TargetSessionAttributes, given.Enlist));
        Assert.Equal((5, "DroasBot.GuildConfig", 15, "primary"), (defaults.Timeout, defaults.ApplicationName, defaults.KeepAlive, defaults.TargetSessionAttributes));
        Assert.Equal((0, 0), (given.MaxAutoPrepare, defaults.MaxAutoPrepare));
        Assert.Equal((7, false), (ConnectionStrings.Writer(Given, Deadlines.Limit).MaxAutoPrepare, ConnectionStrings.Writer(Given, Deadlines.Limit).Pooling));
        Assert.Equal(40, ConnectionStrings.Writer("Host=a;Database=bot", Deadlines.Limit).MaxAutoPrepare);
        Assert.Null(ConnectionStrings.Parse("Host=a;Database=bot").TargetSessionAttributes);
    }
}
