using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

public sealed class OutageTrackerTests : IDisposable
{
    private const int Began = 10;
    private const int Ended = 11;

    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly EventRecorder _log = new();
    private readonly LoggerFactory _loggers;
    private readonly OutageTracker _outage;

    public OutageTrackerTests()
    {
        _loggers = new LoggerFactory([_log]);
        _outage = new OutageTracker(new WaitingTime(_time), _loggers.CreateLogger<OutageTracker>());
    }

    private (int Began, int Ended) Lines => (_log.Count(Began), _log.Count(Ended));

    [Fact]
    public void Outage_NoticedByLoadsAndFeed_LogsOneLineAtItsStartAndOneAtItsEndWithTheCounts()
    {
        for (var i = 0; i < 4; i++)
        {
            _outage.CountFailedLoad();
            _outage.CountStaleRead();
            _outage.CountStaleRead();
            _outage.LoadsFailed(new FormatException());
            _outage.SyncFailed(new FormatException());
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal((1, 0), Lines);
        _outage.SyncSucceeded();
        _outage.LoadsSucceeded();
        _time.Advance(_calm);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((1, 1), Lines);
        Assert.Contains("found by a load", _log.Messages(Began)[0], StringComparison.Ordinal);
        Assert.Contains(
            "after 12.0 s; 8 reads were answered with stale values, 4 loads and 4 reads of the change log failed", _log.Messages(Ended)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Outage_Second_CountsFromTheBeginning()
    {
        RunOutage();
        _time.Advance(TimeSpan.FromHours(1));
        RunOutage();

        Assert.Equal((2, 2), Lines);
        Assert.All(_log.Messages(Ended), line => Assert.Contains(" 0 loads and 1 reads of the change log", line, StringComparison.Ordinal));
    }

    [Fact]
    public void LoadsSucceeded_FeedStillFails_DoesNotEndTheOutage()
    {
        _outage.SyncFailed(new FormatException());
        _outage.LoadsSucceeded();
        _time.Advance(_calm * 10);

        Assert.True(_outage.IsOpen);
        Assert.Equal((1, 0), Lines);
    }

    [Fact]
    public void SyncSucceeded_LoadsHadFailed_EndsTheOutageWithoutALoad()
    {
        _outage.LoadsFailed(new FormatException());
        _outage.SyncSucceeded();
        _time.Advance(_calm);

        Assert.False(_outage.IsOpen);
        Assert.Equal((1, 1), Lines);
    }

    [Fact]
    public void SyncSucceeded_FailureWithinASecond_IsTheSameOutage()
    {
        _outage.SyncFailed(new FormatException());
        for (var i = 0; i < 10; i++)
        {
            _outage.SyncSucceeded();
            _time.Advance(_calm - TimeSpan.FromMilliseconds(1));
            _outage.SyncFailed(new FormatException());
        }

        Assert.Equal((1, 0), Lines);
    }

    [Fact]
    public void SyncSucceeded_Repeatedly_DoesNotDelayTheEnd()
    {
        _outage.SyncFailed(new FormatException());
        for (var i = 0; i < 4; i++)
        {
            _outage.SyncSucceeded();
            _time.Advance(_calm / 4);
        }

        Assert.Equal((1, 1), Lines);
    }

    [Fact]
    [Trait("Invariant", "10")]
    public void Outage_DatabaseFlapsForAnHour_LogsAFewLines()
    {
        for (var second = 0; second < 3600; second += 3)
        {
            _outage.SyncFailed(new FormatException());
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _outage.SyncSucceeded();
            _time.Advance(TimeSpan.FromMilliseconds(2900));
        }

        Assert.InRange(_log.Count(Began), 2, 4);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(_log.Count(Began), _log.Count(Ended));
    }

    [Fact]
    public void Outage_LongAfterAFlappingOne_EndsSoonAgain()
    {
        for (var i = 0; i < 5; i++)
        {
            RunOutage();
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        var before = _log.Count(Ended);
        RunOutage();

        Assert.Equal(before + 1, _log.Count(Ended));
    }

    [Fact]
    public void Dispose_DuringAnOutage_LogsNothingLater()
    {
        _outage.SyncFailed(new FormatException());
        _outage.SyncSucceeded();
        _outage.Dispose();
        _time.Advance(_calm);

        Assert.Equal((1, 0), Lines);
    }

    public void Dispose()
    {
        _outage.Dispose();
        _loggers.Dispose();
        _log.Dispose();
    }

    private void RunOutage()
    {
        _outage.SyncFailed(new FormatException());
        _outage.SyncSucceeded();
        _time.Advance(_calm);
    }
}
