using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

public sealed class ReconnectingChangeSignalTests
{
    private const int SignalFailed = 34;
    private const int SignalRecovered = 35;

    private static readonly TimeSpan _long = TimeSpan.FromHours(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly Mock<IChangeSignal> _signal = new();
    private int _made;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_NoSignalYet_CreatesOneAndReturnsSoThatTheLogIsRead()
    {
        _signal.Setup(s => s.WaitAsync(_long, Token)).Returns(Task.Delay(Timeout.Infinite, Token));
        await using var steady = Create();

        await steady.WaitAsync(_long, Token).InTime();

        Assert.Equal(1, _made);
        Assert.False(steady.WaitAsync(_long, Token).IsCompleted);
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task WaitAsync_SignalFails_IsRecreatedAfterAPause()
    {
        _signal.Setup(s => s.WaitAsync(_long, Token)).ThrowsAsync(new InvalidOperationException("Broken."));
        await using var steady = Create();
        await steady.WaitAsync(_long, Token).InTime();

        var failing = steady.WaitAsync(_long, Token);
        Assert.False(failing.IsCompleted);
        _time.Advance(_longestPause);
        await failing.InTime();

        _signal.Verify(s => s.DisposeAsync(), Times.Once);
        await steady.WaitAsync(_long, Token).InTime();
        Assert.Equal(2, _made);
    }

    [Fact]
    public async Task WaitAsync_FirstFailure_HasTheShortestPause()
    {
        await using var steady = new ReconnectingChangeSignal(static () => throw new InvalidOperationException("None."), new WaitingTime(_time), NullLogger.Instance);

        var failing = steady.WaitAsync(_long, Token);
        _time.Advance(TimeSpan.FromMilliseconds(50));

        await failing.InTime();
    }

    [Fact]
    public async Task WaitAsync_SignalFails_PauseIsNotLongerThanTheTimeout()
    {
        await using var steady = new ReconnectingChangeSignal(static () => throw new InvalidOperationException("None."), new WaitingTime(_time), NullLogger.Instance);

        var failing = steady.WaitAsync(TimeSpan.FromMilliseconds(10), Token);
        _time.Advance(TimeSpan.FromMilliseconds(10));

        await failing.InTime();
    }

    [Fact]
    public async Task WaitAsync_Cancelled_Throws()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _signal.Setup(s => s.WaitAsync(_long, stop.Token)).Returns(Task.Delay(Timeout.Infinite, stop.Token));
        await using var steady = Create();
        await steady.WaitAsync(_long, stop.Token).InTime();
        var waiting = steady.WaitAsync(_long, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
        _signal.Verify(s => s.DisposeAsync(), Times.Never);
    }

    /// <summary>The change feed reads the database between two waits, so the first failure may be an outage, which it reports.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 1)]
    public async Task WaitAsync_Failures_AreLoggedFromTheSecondInARowOn(int failures, int lines)
    {
        using var log = new EventRecorder();
        await using var steady = new ReconnectingChangeSignal(
            () => failures-- > 0 ? throw new InvalidOperationException("None.") : _signal.Object, new WaitingTime(_time), log.CreateLogger("DroasBot.Test"));
        while (failures >= 0)
        {
            var waiting = steady.WaitAsync(_long, Token);
            _time.Advance(_longestPause);
            await waiting.InTime();
        }

        await steady.WaitAsync(_long, Token).InTime();

        Assert.Equal((lines, lines), (log.Count(SignalFailed), log.Count(SignalRecovered)));
    }

    private ReconnectingChangeSignal Create()
        => new(
            () =>
            {
                _made++;
                return _signal.Object;
            },
            new WaitingTime(_time),
            NullLogger.Instance);
}
