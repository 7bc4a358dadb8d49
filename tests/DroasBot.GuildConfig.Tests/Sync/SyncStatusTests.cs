using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

public sealed class SyncStatusTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly GuildConfigMetrics _metrics = new();
    private readonly OutageTracker _outage;
    private readonly SyncStatus _status;

    public SyncStatusTests()
    {
        var waiting = new WaitingTime(_time);
        _outage = new OutageTracker(waiting, NullLogger<OutageTracker>.Instance);
        _status = new SyncStatus(_metrics, _outage, _time, waiting);
    }

    public void Dispose()
    {
        _outage.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void SinceSuccess_Failures_GrowsUntilTheNextSuccess()
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        _status.Succeeded();
        _time.Advance(TimeSpan.FromSeconds(3));
        _status.Failed(new FormatException());
        Assert.Equal(TimeSpan.FromSeconds(3), _status.SinceSuccess);

        _status.Succeeded();

        Assert.Equal(TimeSpan.Zero, _status.SinceSuccess);
    }

    [Fact]
    public void Took_Change_MeasuresFromItsCommitAndNeverBelowZero()
    {
        _status.Took(ChangedAt(_time.GetUtcNow() - TimeSpan.FromMilliseconds(250)));
        Assert.Equal(TimeSpan.FromMilliseconds(250), _status.LastLag);

        // The other node's clock is ahead of ours.
        _status.Took(ChangedAt(_time.GetUtcNow() + TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.Zero, _status.LastLag);
    }

    [Fact]
    public void Took_Change_RecordsItsAge()
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), _status.SinceLastChange);

        _status.Took(ChangedAt(_time.GetUtcNow()));
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(TimeSpan.FromSeconds(4), _status.SinceLastChange);
    }

    [Fact]
    public void Failed_ThenSucceeded_InformsTheOutageTracker()
    {
        _status.Failed(new FormatException());
        Assert.True(_outage.IsOpen);

        _status.Succeeded();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(_outage.IsOpen);
    }

    private static GuildConfigChange ChangedAt(DateTimeOffset time)
        => new(1, guildId: null, GuildConfigChangeKind.Refreshed, time, actorId: null, reason: null, before: null, after: null);
}
