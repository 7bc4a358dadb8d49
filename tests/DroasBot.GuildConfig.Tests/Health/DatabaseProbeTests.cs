using System.Diagnostics;
using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Health;

/// <summary>Simulates an engine that hangs and blocks its thread.</summary>
public sealed class DatabaseProbeTests : IAsyncDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(500);

    private TestHost? _host;
    private BlockedRepository? _repository;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_EngineHangs_EndsAtTheTimeout()
    {
        var probe = await StartAsync();
        _repository!.Block();

        var begun = Stopwatch.GetTimestamp();
        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => probe.AskAsync(_timeout, Token).InTime());

        // The runtime's timers count whole milliseconds.
        Assert.True(Stopwatch.GetElapsedTime(begun) > _timeout - TimeSpan.FromMilliseconds(20));
        Assert.Contains("did not answer within 0.5 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains(TestHost.FileName, failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task AskAsync_EngineHangsForManyChecks_IsQueriedOnceAndRespondsWhenItIsBack()
    {
        var probe = await StartAsync();
        _repository!.Block();
        for (var i = 0; i < 5; i++)
        {
            var asked = probe.AskAsync(_timeout, Token);
            await HangsAsync();
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => asked.InTime());
        }

        Assert.Equal(1, _repository.Blocked);
        var last = probe.AskAsync(_timeout, Token);
        _repository.Release();

        // It shares the query that had already timed out.
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => last.InTime());
        Assert.Equal(0, await probe.AskAsync(Deadlines.Limit, Token).InTime());
    }

    [Fact]
    public async Task AskAsync_CheckIsCancelled_EndsImmediately()
    {
        var probe = await StartAsync();
        _repository!.Block();
        using var cancel = new CancellationTokenSource();
        var asked = probe.AskAsync(Deadlines.Limit, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.InTime());
    }

    [Fact]
    public async Task CheckHealthAsync_EngineHangs_IsUnhealthyWithItsFigures()
    {
        await StartAsync();
        _repository!.Block();
        var check = _host!.Get<HealthCheckService>().CheckHealthAsync(Token);
        await HangsAsync();

        var entry = (await check.InTime()).Entries["guild-config"];

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("did not answer within 2 s", entry.Description, StringComparison.Ordinal);
        Assert.Contains("cache.count", entry.Data.Keys);
        Assert.DoesNotContain("database.revision", entry.Data.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        _repository?.Release();
        if (_host is { } host)
        {
            await host.DisposeAsync();
        }
    }

    private async Task<DatabaseProbe> StartAsync()
    {
        _host = await TestHost.StartAsync(services: services =>
        {
            services.AddSingleton<GuildConfigRepository>();
            services.AddSingleton<IGuildConfigRepository>(provider => _repository = new BlockedRepository(provider.GetRequiredService<GuildConfigRepository>()));
            services.AddHealthChecks().AddGuildConfig();
        });
        return _host.Get<DatabaseProbe>();
    }

    private async Task HangsAsync()
    {
        while (_repository!.Blocked == 0)
        {
            await Task.Delay(1, Token);
        }
    }
}
