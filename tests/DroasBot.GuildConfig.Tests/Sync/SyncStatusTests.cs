using DroasBot.GuildConfig.Diagnostics;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

public sealed class SyncStatusTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly GuildConfigMetrics _metrics = new();
    private readonly AwaitableLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly SyncStatus _status;

    public SyncStatusTests()
    {
        _loggers = new LoggerFactory([_log]);
        _status = new SyncStatus(_metrics, _time, _loggers.CreateLogger<SyncStatus>());
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _metrics.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void SinceSuccess_Failures_GrowsUntilTheNextSuccess()
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        _status.Succeeded(0);
        _time.Advance(TimeSpan.FromSeconds(3));
        _status.Failed(new FormatException(), 0);
        Assert.Equal(TimeSpan.FromSeconds(3), _status.SinceSuccess);

        _status.Succeeded(1);

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
    public void Failed_Outage_IsLoggedOnceWithItsEnd()
    {
        for (var i = 0; i < 5; i++)
        {
            _status.Failed(new FormatException(), i);
        }

        _status.Succeeded(5);
        _status.Succeeded(0);

        Assert.Equal((1, 1), (_log.Count(31), _log.Count(32)));
        Assert.Contains("after 5 failures", _log.Messages(32)[0], StringComparison.Ordinal);
    }

    private static GuildConfigChange ChangedAt(DateTimeOffset time)
        => new(1, guildId: null, GuildConfigChangeKind.Refreshed, time, actorId: null, reason: null, before: null, after: null);
}
