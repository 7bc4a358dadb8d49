using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>The file of a running bot was replaced, and its log is still there. Only Unix allows that.</summary>
public sealed class ReopenedFilesTests : IDisposable
{
    private const int ForeignLogMoved = 14;

    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(250);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly EventRecorder _events = new();
    private readonly ReopenedFiles _files;

    public ReopenedFilesTests()
    {
        Assert.SkipUnless(PathIdentity.IsExact, "Files cannot be told apart here.");
        _files = new ReopenedFiles(
            SqliteConnectionStrings.Parse("Data Source=" + Database), _events.CreateLogger(typeof(ReopenedFiles).FullName!), _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _directory.Database;

    private string Log => Database + "-wal";

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task CheckAsync_LogOfTheReplacedDatabase_IsKeptUnderAFreeName(int earlier)
    {
        var before = Replace();
        var log = await File.ReadAllBytesAsync(Log, Token);
        for (var number = 1; number <= earlier; number++)
        {
            _directory.Write($"{Path.GetFileName(Log)}.replaced-{number}", [7]);
        }

        await _files.CheckAsync(before, Token);

        var kept = $"{Log}.replaced-{earlier + 1}";
        Assert.Equal(log, await File.ReadAllBytesAsync(kept, Token));
        Assert.False(File.Exists(Log));
        Assert.False(File.Exists(Database + "-shm"));
        var message = Assert.Single(_events.Messages(ForeignLogMoved));
        Assert.Contains(kept, message, StringComparison.Ordinal);
        Assert.Equal(9L, SqliteFile.Scalar<long>(Database, "SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task CheckAsync_LogThatThisProcessDidNotOpen_IsLeftAlone()
    {
        var before = Replace();
        var log = await File.ReadAllBytesAsync(Log, Token);
        File.Move(Log, _directory.File("taken"));
        await File.WriteAllBytesAsync(Log, log, Token);

        var failure = await FailAsync(before);

        Assert.Contains("the log is of another database", failure.Message, StringComparison.Ordinal);
        Assert.Equal(log, await File.ReadAllBytesAsync(Log, Token));
        Assert.Empty(_events.Events);
    }

    [Fact]
    public async Task CheckAsync_AgainWithinAMoment_ReportsTheSameFinding()
    {
        var before = Replace();
        File.Move(Log, _directory.File("taken"));
        File.Copy(_directory.File("taken"), Log);
        var failure = await FailAsync(before);
        File.Delete(Log);

        _clock.Advance(_moment - TimeSpan.FromMilliseconds(1));
        var same = await FailAsync(before);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _files.CheckAsync(before, Token);

        Assert.Equal(failure.Message, same.Message);
        Assert.NotSame(failure, same);
    }

    [Fact]
    public async Task CheckAsync_DatabaseIsGone_IsNotTransient()
    {
        var before = Replace();
        File.Delete(Database);

        var failure = await FailAsync(before);

        Assert.Contains("was moved, deleted or replaced while it was open", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task CheckAsync_LogCannotBeMoved_IsRefusedWithTheReason()
    {
        var before = Replace();
        Directory.CreateDirectory(Log + ".replaced-1");

        var failure = await FailAsync(before);

        Assert.StartsWith($"The database '{Database}' was replaced while it was open, and the old write-ahead log '{Log}' cannot be moved: ", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.True(File.Exists(Log));
    }

    private Task<GuildConfigStoreException> FailAsync(OpenFiles before)
        => Assert.ThrowsAsync<GuildConfigStoreException>(() => _files.CheckAsync(before, Token));

    /// <summary>Replaces an open database at revision 3 with another one at revision 9, and closes it.</summary>
    private OpenFiles Replace()
    {
        using var other = new HandMadeDatabase(_directory.File("other.db"), "two");
        other.Commit(9);
        other.Checkpoint();
        using var database = new HandMadeDatabase(Database);
        database.Commit(3);
        using var open = SqliteFile.Open(Database);
        var files = new OpenFiles(open, Database);
        File.Move(Database, _directory.File("replaced.db"));
        File.Copy(other.File, Database);
        return files;
    }
}
