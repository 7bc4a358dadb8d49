using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Health;

public sealed class ReadWindowTests : IDisposable
{
    private static readonly TimeSpan _length = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _part = _length / 10;

    private readonly CacheRig _rig = new(options => options.TimeToLive = TimeSpan.FromDays(1));
    private readonly ReadWindow _window;

    public ReadWindowTests()
    {
        _window = new ReadWindow(_rig.Cache, Options.Create(new GuildConfigOptions()), _rig.Time);
        _rig.Repository.Write(1, 7);
    }

    [Fact]
    public void Read_NothingRead_IsAFullHitRate() => Assert.Equal(new ReadFigures(0, 1, TimeSpan.Zero), _window.Read());

    [Fact]
    public async Task Read_HitsAndMisses_AreInTheHitRateImmediately()
    {
        await _rig.Read(1).InTime();
        await _rig.Read(2).InTime();
        await ReadManyAsync(1, 6);

        var figures = _window.Read();

        Assert.Equal((8, 0.75), (figures.Requests, figures.HitRate));
    }

    [Fact]
    public async Task Read_StaleAndFailedReads_CountAsHitsAndMisses()
    {
        await _rig.Read(1).InTime();
        _rig.Expire();
        _rig.Repository.Failure = StubRepository.Outage();
        await ReadManyAsync(1, 2);
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(3).InTime());

        var figures = _window.Read();

        Assert.Equal((4, 0.5), (figures.Requests, figures.HitRate));
    }

    [Fact]
    public async Task Read_AfterTheWindow_ForgetsOldReads()
    {
        await ReadManyAsync(100, 10, distinct: true);
        Assert.Equal(10, _window.Read().Requests);
        Pass(_length - _part);
        Assert.Equal((10, 0.0), (_window.Read().Requests, _window.Read().HitRate));

        Pass(_part * 2);

        Assert.Equal(new ReadFigures(0, 1, TimeSpan.Zero), _window.Read());
    }

    [Fact]
    public async Task Read_SteadyLoad_CoversTheWindowAndAtMostATenthMore()
    {
        for (var i = 0; i < 600; i++)
        {
            await ReadManyAsync(1, 1);
            Pass(TimeSpan.FromSeconds(1));
            if (i > 330)
            {
                Assert.InRange(_window.Read().Requests, 300, 330);
            }
        }
    }

    [Fact]
    public async Task Read_RareChecksWithoutTicks_CoverTheTimeBetweenThem()
    {
        await ReadManyAsync(1, 4);
        _rig.Time.Advance(_part);
        Assert.Equal(4, _window.Read().Requests);
        _rig.Time.Advance(TimeSpan.FromHours(1));
        await ReadManyAsync(1, 5);

        Assert.Equal(5, _window.Read().Requests);
    }

    [Fact]
    public async Task RunAsync_NoHealthChecks_SamplesAnyway()
    {
        using var stop = new CancellationTokenSource();
        var running = _window.RunAsync(stop.Token);
        await ReadManyAsync(1, 3);
        for (var tick = 1; tick <= 12; tick++)
        {
            _rig.Time.Advance(_part);
            while (_window.SampleCount < Math.Min(tick + 1, 11))
            {
                await Task.Yield();
            }
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.InTime());
        Assert.Equal(0, _window.Read().Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14_000)]
    [InlineData(16_000)]
    [InlineData(40_000)]
    [Trait("Invariant", "10")]
    public void Read_FrequentChecks_KeepsFewSamples(int milliseconds)
    {
        for (var i = 0; i < 3_000; i++)
        {
            _rig.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            _window.Read();
        }

        Assert.InRange(_window.SampleCount, 1, 22);
    }

    [Fact]
    public async Task Read_SlowLoad_IsThePercentile()
    {
        var held = _rig.Repository.HoldNext(5);
        var read = _rig.Read(5);
        await held.Began.InTime();
        _rig.Time.Advance(TimeSpan.FromMilliseconds(300));
        held.Release();
        await read.InTime();

        Assert.InRange(_window.Read().P95.TotalMilliseconds, 300, 338);
        await ReadManyAsync(5, 18);
        Assert.InRange(_window.Read().P95.TotalMilliseconds, 300, 338);
        await ReadManyAsync(5, 1);
        Assert.Equal(TimeSpan.Zero, _window.Read().P95);
    }

    [Fact]
    public async Task Read_CallerGaveUp_IsTimedUntilThen()
    {
        using var giveUp = new CancellationTokenSource();
        var held = _rig.Repository.HoldNext(5);
        var read = _rig.Service.GetAsync(5, giveUp.Token).AsTask();
        await held.Began.InTime();
        _rig.Time.Advance(TimeSpan.FromSeconds(2));
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.InTime());

        Assert.InRange(_window.Read().P95.TotalSeconds, 2, 2.25);
        held.Release();
    }

    public void Dispose() => _rig.Dispose();

    private async Task ReadManyAsync(ulong guild, int count, bool distinct = false)
    {
        for (var i = 0; i < count; i++)
        {
            await _rig.Read(distinct ? guild + (ulong)i : guild).InTime();
        }
    }

    /// <summary>Lets time pass in the ticks of a running window.</summary>
    private void Pass(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= _part)
        {
            _rig.Time.Advance(left < _part ? left : _part);
            _window.Read();
        }
    }
}
