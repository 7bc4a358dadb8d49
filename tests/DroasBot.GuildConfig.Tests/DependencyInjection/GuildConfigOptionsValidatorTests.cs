using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.DependencyInjection;

public sealed class GuildConfigOptionsValidatorTests
{
    private static readonly Dictionary<string, Action<GuildConfigOptions>> _bad = new()
    {
        ["ConnectionString null"] = options => options.ConnectionString = null!,
        ["ConnectionString empty"] = options => options.ConnectionString = string.Empty,
        ["ConnectionString memory"] = options => options.ConnectionString = "Data Source=:memory:",
        ["ConnectionString mode memory"] = options => options.ConnectionString = "Data Source=x;Mode=Memory",
        ["ConnectionString read-only"] = options => options.ConnectionString = "Data Source=x.db;Mode=ReadOnly",
        ["ConnectionString nonsense"] = options => options.ConnectionString = "Data Source=x.db;Nonsense=1",
        ["BackgroundRoot empty"] = options => options.BackgroundRoot = string.Empty,
        ["BackgroundRoot blank"] = options => options.BackgroundRoot = " ",
        ["BackgroundRoot with a control character"] = options => options.BackgroundRoot = "back\0grounds",
        ["SyncInterval short"] = options => options.SyncInterval = TimeSpan.FromMilliseconds(9),
        ["SyncInterval long"] = options => options.SyncInterval = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1),
        ["SyncInterval negative"] = options => options.SyncInterval = Timeout.InfiniteTimeSpan,
        ["TransactionTimeout short"] = options => options.TransactionTimeout = TimeSpan.FromMilliseconds(99),
        ["TransactionTimeout long"] = options => options.TransactionTimeout = TimeSpan.FromMinutes(11),
        ["HistoryRetention short"] = options => options.HistoryRetention = TimeSpan.FromMilliseconds(999),
        ["HistoryRetention zero"] = options => options.HistoryRetention = TimeSpan.Zero,
        ["HistoryRetention long"] = options => options.HistoryRetention = TimeSpan.MaxValue,
        ["MaxBytes small"] = options => options.Cache.MaxBytes = 4095,
        ["MaxBytes negative"] = options => options.Cache.MaxBytes = -1,
        ["TimeToLive zero"] = options => options.Cache.TimeToLive = TimeSpan.Zero,
        ["TimeToLive long"] = options => options.Cache.TimeToLive = TimeSpan.FromDays(366),
        ["Total zero"] = options => options.Shards.Total = 0,
        ["Ids empty"] = options => options.Shards.Ids = [],
        ["Ids negative"] = options => options.Shards.Ids = [0, -1],
        ["Ids beyond the total"] = options => (options.Shards.Total, options.Shards.Ids) = (2, [0, 2]),
        ["Window short"] = options => options.Health.Window = TimeSpan.FromSeconds(9),
        ["Window long"] = options => options.Health.Window = TimeSpan.FromHours(25),
        ["MinRequests zero"] = options => options.Health.MinRequests = 0,
        ["MinHitRate negative"] = options => options.Health.MinHitRate = -0.01,
        ["MinHitRate above one"] = options => options.Health.MinHitRate = 1.01,
        ["MinHitRate not a number"] = options => options.Health.MinHitRate = double.NaN,
        ["MaxLatency zero"] = options => options.Health.MaxLatency = TimeSpan.Zero,
        ["MaxLatency long"] = options => options.Health.MaxLatency = TimeSpan.FromSeconds(61),
        ["MaxSyncLag short"] = options => options.Health.MaxSyncLag = TimeSpan.FromMilliseconds(99),
        ["MaxSyncLag long"] = options => options.Health.MaxSyncLag = TimeSpan.FromHours(25),
        ["MaxQueueFill negative"] = options => options.Health.MaxQueueFill = -0.01,
        ["MaxQueueFill above one"] = options => options.Health.MaxQueueFill = 1.01,
        ["Timeout short"] = options => options.Health.Timeout = TimeSpan.FromMilliseconds(9),
        ["Timeout long"] = options => options.Health.Timeout = TimeSpan.FromSeconds(61),
    };

    private static readonly Dictionary<string, Action<GuildConfigOptions>> _good = new()
    {
        ["shortest"] = options =>
        {
            (options.SyncInterval, options.TransactionTimeout, options.HistoryRetention) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
            (options.Cache.MaxBytes, options.Cache.TimeToLive) = (4096, TimeSpan.FromMilliseconds(1));
            (options.Health.Window, options.Health.MinRequests, options.Health.MinHitRate) = (TimeSpan.FromSeconds(10), 1, 0);
            (options.Health.MaxLatency, options.Health.MaxSyncLag) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100));
            (options.Health.MaxQueueFill, options.Health.Timeout) = (0, TimeSpan.FromMilliseconds(10));
        },
        ["longest"] = options =>
        {
            (options.Shards.Total, options.Shards.Ids) = (int.MaxValue, [0, int.MaxValue - 1]);
            (options.SyncInterval, options.TransactionTimeout, options.HistoryRetention) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(10), TimeSpan.FromDays(36500));
            (options.Cache.MaxBytes, options.Cache.TimeToLive) = (long.MaxValue, TimeSpan.FromDays(365));
            (options.Health.Window, options.Health.MinRequests, options.Health.MinHitRate) = (TimeSpan.FromDays(1), int.MaxValue, 1);
            (options.Health.MaxLatency, options.Health.MaxSyncLag) = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
            (options.Health.MaxQueueFill, options.Health.Timeout) = (1, TimeSpan.FromMinutes(1));
        },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Bad => [.. _bad.Keys];

    public static TheoryData<string> Good => [.. _good.Keys];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task HostStart_OptionOutOfRange_FailsBeforeAnythingElseAndNamesIt(string name)
    {
        using var directory = new TemporaryDirectory();
        using var host = Build(directory, _bad[name]);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(name.Split(' ')[0], failure.Message.Replace("connection string", "ConnectionString", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Initialize_OptionOutOfRange_FailsWithoutAHostToo(string name)
    {
        await using var host = new TestHost(_bad[name]);

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));
    }

    [Theory]
    [InlineData("MaxBytes small", "Cache.MaxBytes is 4,095, but must be at least 4,096.")]
    [InlineData("TimeToLive long", "Cache.TimeToLive is 366 d, but must be from 1 ms to 365 d.")]
    [InlineData("MinHitRate negative", "Health.MinHitRate is -0.01, but must be from 0 to 1.")]
    [InlineData("SyncInterval long", "SyncInterval is 3,600,000.0001 ms, but must be from 10 ms to 1 h.")]
    [InlineData("HistoryRetention short", "HistoryRetention is 999 ms, but must be from 1 s to 36,500 d.")]
    [InlineData("Ids beyond the total", "Shards.Ids has 2, but must have numbers from 0 to 1, since Shards.Total is 2.")]
    [InlineData("MinRequests zero", "Health.MinRequests is 0, but must be at least 1.")]
    public async Task HostStart_OptionOutOfRange_NamesTheValueAndWhatIsAllowed(string name, string message)
    {
        using var directory = new TemporaryDirectory();
        using var host = Build(directory, _bad[name]);

        Assert.Contains(message, (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostStart_SeveralFaults_AreReportedInOneMessage()
    {
        using var directory = new TemporaryDirectory();
        using var host = Build(directory, options => (options.SyncInterval, options.Cache.MaxBytes, options.BackgroundRoot) = (TimeSpan.FromMilliseconds(9), 1, " "));

        var message = (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token))).Message;

        Assert.Equal(
            "SyncInterval is 9 ms, but must be from 10 ms to 1 h. Cache.MaxBytes is 1, but must be at least 4,096. "
            + "BackgroundRoot is ' ', which is not the path of a directory. Leave it null for 'backgrounds' next to the database file.",
            message);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task HostStart_OptionsAtTheirLimits_Starts(string name)
    {
        using var directory = new TemporaryDirectory();
        using var host = Build(directory, _good[name]);

        await host.StartAsync(Token);
        await host.Services.GetRequiredService<IGuildConfigService>().UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Assert.Equal(5UL, (await host.Services.GetRequiredService<IGuildConfigService>().GetAsync(1, Token)).WelcomeChannelId);
        await host.StopAsync(Token);
    }

    private static IHost Build(TemporaryDirectory directory, Action<GuildConfigOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = directory.Path });
        builder.Services.AddGuildConfig("Data Source=" + directory.File("bot.db"));
        builder.Services.AddGuildConfig(configure);
        return builder.Build();
    }
}
