using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>The events are those of a real file; the clock, and with it the timer, is the test's.</summary>
public sealed class LogWatcherTests : IDisposable
{
    private const int Many = 200;

    private static readonly TimeSpan _window = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FileStream _log;
    private readonly LogWatcher _watcher;
    private int _calls;

    public LogWatcherTests()
    {
        _log = new FileStream(_directory.File("bot.db-wal"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _watcher = new LogWatcher(_directory.File("bot.db"), () => Interlocked.Increment(ref _calls), _clock);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Changed_FewEvents_AreReportedOneByOne()
    {
        await ChangeAsync(Many - 1);

        _clock.Advance(_long);

        Assert.Equal(Many - 1, _calls);
    }

    [Fact]
    public async Task Changed_ManyEventsOverALongTime_AreReportedOneByOne()
    {
        await ChangeAsync(Many - 50);
        _clock.Advance(_window + TimeSpan.FromMilliseconds(1));
        await ChangeAsync(Many - 1);

        _clock.Advance(_long);

        Assert.Equal((2 * Many) - 51, _calls);
    }

    [Fact]
    public async Task Changed_ManyEventsInOneWindow_AreReportedAtIntervalsUntilWatchingResumes()
    {
        await ChangeAsync(Many - 1);
        _clock.Advance(_window);
        await ChangeAsync(1);

        _clock.Advance(_tick);
        Assert.Equal(Many + 1, _calls);

        // Not watched.
        _log.WriteByte(1);
        _clock.Advance(98 * _tick);
        Assert.Equal(Many + 99, _calls);

        // The last tick also reports what happened before watching resumed.
        _clock.Advance(_tick);
        Assert.Equal(Many + 101, _calls);
        _clock.Advance(_long);
        Assert.Equal(Many + 101, _calls);

        await ChangeAsync(Many - 1);
        _clock.Advance(_tick);
        Assert.Equal((2 * Many) + 100, _calls);
        await ChangeAsync(1);
        _clock.Advance(_tick);
        Assert.Equal((2 * Many) + 102, _calls);
    }

    [Fact]
    public async Task Dispose_BetweenTicks_EndsThem()
    {
        await ChangeAsync(Many);
        _clock.Advance(_tick);

        _watcher.Dispose();
        _log.WriteByte(1);
        _clock.Advance(_long);

        Assert.Equal(Many + 1, _calls);
    }

    [Fact]
    public async Task Changed_LogIsRemovedAndCreated_IsReported()
    {
        File.Delete(_log.Name);
        await File.WriteAllBytesAsync(_log.Name, [], TestContext.Current.CancellationToken);

        await Deadlines.UntilAsync(() => Volatile.Read(ref _calls) > 0);
    }

    [Fact]
    public async Task Changed_OtherFilesOfTheDirectory_AreIgnored()
    {
        await File.WriteAllBytesAsync(_directory.File("bot.db"), [1], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_directory.File("other.db-wal"), [1], TestContext.Current.CancellationToken);

        await ChangeAsync(1);

        Assert.Equal(1, _calls);
    }

    /// <summary>Writes a byte, and waits for its event, before the next one: the system may combine events that nobody has read.</summary>
    private async Task ChangeAsync(int times)
    {
        for (; times > 0; times--)
        {
            var before = Volatile.Read(ref _calls);
            _log.WriteByte(1);
            await Deadlines.UntilAsync(() => Volatile.Read(ref _calls) > before);
        }
    }
}
