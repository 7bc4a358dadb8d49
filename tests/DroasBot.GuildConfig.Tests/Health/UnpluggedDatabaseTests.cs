using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Health;

/// <summary>The database of a running host disappears and returns: what operators see, as docs/operate/operations.md describes it.</summary>
public sealed class UnpluggedDatabaseTests : IDisposable
{
    private const ulong Guild = 1;
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;

    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(250);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
    private readonly EventRecorder _log = new();
    private readonly IHost _host;

    public UnpluggedDatabaseTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _directory.Path });
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ILoggerProvider>(_log);
        builder.Services.AddGuildConfig("Data Source=" + Database).Services.AddHealthChecks().AddGuildConfig();
        _host = builder.Build();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _directory.File("bot.db");

    private IGuildConfigService Service => _host.Services.GetRequiredService<IGuildConfigService>();

    [Fact]
    public async Task Database_MovedAwayAndBack_IsUnhealthyThenDegradedThenHealthyAndLogsTwoLines()
    {
        await _host.StartAsync(Token);
        await Service.UpdateAsync(Guild, e => e.WelcomeChannelId = 7, cancellationToken: Token);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
        var before = _log.OfTheLibrary.Count;

        File.Move(Database, _directory.File("away.db"));
        var first = await CheckAsync();
        Assert.Equal(HealthStatus.Unhealthy, first.Status);
        Assert.Contains("cannot be opened", first.Description, StringComparison.Ordinal);
        await PassUntilAsync(() => _log.Count(OutageBegan) == 1);
        await PassUntilAsync(async () => (await CheckAsync()).Description!.Contains("have not been read for", StringComparison.Ordinal));

        // Warm for the time-to-live, then stale, but always served.
        Assert.DoesNotContain("Stale", (await CheckAsync()).Description, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(7UL, (await Service.GetAsync(Guild, Token)).WelcomeChannelId);
            await PassAsync();
        }

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => Service.GetAsync(Guild + 1, Token).AsTask());
        var stale = await CheckAsync();
        Assert.Equal(HealthStatus.Unhealthy, stale.Status);
        Assert.Contains("Stale values are being served.", stale.Description, StringComparison.Ordinal);

        File.Move(_directory.File("away.db"), Database);
        var after = await CheckAsync();
        Assert.Equal(HealthStatus.Degraded, after.Status);
        await PassUntilAsync(async () => (await CheckAsync()).Status == HealthStatus.Healthy);
        await PassUntilAsync(() => _log.Count(OutageEnded) == 1);
        for (var i = 0; i < 100; i++)
        {
            await PassAsync();
        }

        Assert.Equal([OutageBegan, OutageEnded], _log.OfTheLibrary.Skip(before).Select(entry => entry.Id));
        Assert.Contains("10 reads were answered with stale values", _log.OfTheLibrary[^1].Message, StringComparison.Ordinal);
        Assert.Equal(8UL, (await Service.UpdateAsync(Guild, e => e.WelcomeChannelId = 8, cancellationToken: Token)).WelcomeChannelId);
        await _host.StopAsync(Token);
    }

    public void Dispose()
    {
        _host.Dispose();
        _directory.Dispose();
    }

    private async Task<HealthReportEntry> CheckAsync()
        => (await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries["guild-config"];

    private Task PassUntilAsync(Func<bool> condition) => PassUntilAsync(() => Task.FromResult(condition()));

    private async Task PassUntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await PassAsync();
        }
    }

    /// <summary>Lets a little time pass, so that the host's loops run.</summary>
    private async Task PassAsync()
    {
        _time.Advance(_step);
        await Task.Delay(1, Token);
    }
}
