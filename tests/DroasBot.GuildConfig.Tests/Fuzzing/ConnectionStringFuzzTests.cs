using DroasBot.GuildConfig.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Connection strings that hosts build from their configuration.</summary>
public sealed class ConnectionStringFuzzTests
{
    private static readonly string[] _strings =
    [
        "Data Source=guild-config.db", "Data Source=/var/lib/bot/guild-config.db;Mode=ReadWriteCreate;Cache=Shared", "Filename=|DataDirectory|a.db;Default Timeout=30;Foreign Keys=True",
        "Host=db;Database=bot;Username=bot;Password='a;b'", "Server=a,b:5433;Port=5432;Database=bot;Target Session Attributes=primary;Max Auto Prepare=0;Keepalive=10;SSL Mode=Require",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindFaults_AnyConnectionString_SaysWhatIsWrong(bool isPostgreSql)
    {
        var services = new ServiceCollection();
        var builder = services.AddGuildConfig();
        _ = isPostgreSql ? builder.UsePostgreSql(_strings[3]) : builder;
        await using var provider = services.BuildServiceProvider();
        var check = provider.GetServices<IOptionsCheck>().OfType<IConnectionStringCheck>().Single();
        await Fuzz.RunAsync(random => TextMutation.MutateOne(_strings, random), text => text, text =>
        {
            var faults = check.FindFaults(new GuildConfigOptions { ConnectionString = text }).ToList();
            Assert.All(faults, fault => Assert.InRange(fault.Length, 1, 1_000));
            return faults.Count == 0;
        });
    }
}
