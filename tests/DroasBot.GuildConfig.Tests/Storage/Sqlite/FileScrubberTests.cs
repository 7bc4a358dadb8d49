using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Whether a file was rewritten shows in its free pages: it then has none. What becomes of erased bytes is tested with erasures.</summary>
public sealed class FileScrubberTests : IDisposable
{
    private const int Small = 1;
    private const int Large = 66;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Small, true)]
    [InlineData(Large, false)]
    public async Task RunAsync_AgainWithinADay_RewritesSmallFilesAndWhatIsAsked(int megabytes, bool expected)
    {
        Fill(megabytes);
        var scrubber = Scrubber(Deadlines.Limit);
        Free();
        await scrubber.RunAsync(isAsked: false, Token);
        Assert.Equal(0, FreePages());
        Free();
        Assert.NotEqual(0, FreePages());

        await scrubber.RunAsync(isAsked: false, Token);
        Assert.Equal(expected, FreePages() == 0);

        await scrubber.RunAsync(isAsked: true, Token);
        Assert.Equal(0, FreePages());
        Assert.Equal(megabytes, SqliteFile.Scalar<long>(_directory.Database, "SELECT sum(length(x)) FROM kept") / (1 << 20));
    }

    [Fact]
    public async Task RunAsync_SomebodyReads_WaitsUntilThatEnds()
    {
        Fill(Small);
        Free();
        Task running;
        await using (var reader = SqliteFile.Open(_directory.Database))
        {
            await using var transaction = reader.BeginTransaction(deferred: true);
            reader.Scalar<long>("SELECT count(*) FROM kept");
            running = Scrubber(Deadlines.Limit).RunAsync(isAsked: true, Token);
            Assert.False(running.IsCompleted);
        }

        await running.InTime();

        Assert.Equal(0, FreePages());
        Assert.Equal(0, new FileInfo(_directory.Database + "-wal") is { Exists: true } log ? log.Length : 0);
    }

    [Fact]
    public async Task RunAsync_SomebodyReadsForTooLong_SaysThatBytesMayRemain()
    {
        Fill(Small);
        await using var reader = SqliteFile.Open(_directory.Database);
        await using var transaction = reader.BeginTransaction(deferred: true);
        reader.Scalar<long>("SELECT count(*) FROM kept");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Scrubber(TimeSpan.FromMilliseconds(1)).RunAsync(isAsked: true, Token));

        Assert.Contains("its bytes may still be in the file or in its log", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task RunAsync_FileIsGone_SaysSo()
    {
        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Scrubber(Deadlines.Limit).RunAsync(isAsked: true, Token));

        Assert.Contains("cannot be opened: the file no longer exists.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DamagedFile_SaysSo()
    {
        Fill(Small);
        SqliteFile.SpoilPage(_directory.Database, 2);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Scrubber(Deadlines.Limit).RunAsync(isAsked: true, Token));

        Assert.Contains("is damaged.", failure.Message, StringComparison.Ordinal);
    }

    private FileScrubber Scrubber(TimeSpan timeout)
        => new(SqliteConnectionStrings.Parse(new SqliteConnectionStringBuilder { DataSource = _directory.Database }.ConnectionString), new SqlitePragmas(timeout), timeout);

    private void Fill(int megabytes) => SqliteFile.Execute(_directory.Database, $"PRAGMA journal_mode = wal; CREATE TABLE kept (x); INSERT INTO kept VALUES (zeroblob({megabytes << 20}))");

    /// <summary>Leaves free pages.</summary>
    private void Free() => SqliteFile.Execute(_directory.Database, "CREATE TABLE dropped (x); INSERT INTO dropped VALUES (zeroblob(100000)); DROP TABLE dropped");

    private long FreePages() => SqliteFile.Scalar<long>(_directory.Database, "PRAGMA freelist_count");
}
