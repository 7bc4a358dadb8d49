using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Changes to the files of an open database that only Unix allows.</summary>
public sealed class OpenFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteConnection _connection;

    public OpenFilesTests() => _connection = Open("wal");

    private string Database => _directory.File("bot.db");

    private string Log => Database + "-wal";

    public void Dispose()
    {
        _connection.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void FindLoss_FilesInPlace_IsNone()
    {
        var files = new OpenFiles(_connection, Database);
        _connection.Execute("INSERT INTO t VALUES (1); PRAGMA wal_checkpoint(TRUNCATE)");

        Assert.Equal(FileLoss.None, files.FindLoss());
        files.ThrowIfLost();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FindLoss_DatabaseGoneOrReplaced_IsTheDatabase(bool replaced)
    {
        SkipOnWindows();
        var files = new OpenFiles(_connection, Database);

        Take(Database, replaced);

        Assert.Equal(FileLoss.Database, files.FindLoss());
        var failure = Assert.Throws<GuildConfigStoreException>(files.ThrowIfLost);
        Assert.Contains($"The database '{Database}' cannot be opened: it was moved, deleted or replaced", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FindLoss_LogGoneOrReplaced_IsTheLog(bool replaced)
    {
        SkipOnWindows();
        var files = new OpenFiles(_connection, Database);

        Take(Log, replaced);

        Assert.Equal(FileLoss.Log, files.FindLoss());
        var failure = Assert.Throws<GuildConfigStoreException>(files.ThrowIfLost);
        Assert.Contains($"The write-ahead log '{Log}' was deleted or replaced", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public void FindLoss_FilesPutBack_IsNone()
    {
        SkipOnWindows();
        var files = new OpenFiles(_connection, Database);
        File.Move(Log, _directory.File("aside"));
        Assert.Equal(FileLoss.Log, files.FindLoss());

        File.Move(_directory.File("aside"), Log);

        Assert.Equal(FileLoss.None, files.FindLoss());
    }

    [Fact]
    public void FindLoss_ReplacedBeforeItWasRemembered_IsTheDatabase()
    {
        SkipOnWindows();
        Take(Database, replaced: true);

        Assert.Equal(FileLoss.Database, new OpenFiles(_connection, Database).FindLoss());
    }

    [Fact]
    public void FindLoss_ConnectionThatHasReadNothing_KnowsItsLog()
    {
        SkipOnWindows();
        using var fresh = SqliteFile.Open(Database);
        var files = new OpenFiles(fresh, Database);
        Assert.Equal(FileLoss.None, files.FindLoss());

        Take(Log, replaced: false);

        Assert.Equal(FileLoss.Log, files.FindLoss());
    }

    [Fact]
    public void FindLoss_AnotherConnectionHasCreatedTheLogMeanwhile_KnowsTheLog()
    {
        SkipOnWindows();
        using var before = Open("delete", "old.db");
        before.Execute("SELECT * FROM t");
        var file = _directory.File("old.db");
        using (var other = SqliteFile.Open(file))
        {
            other.Execute("PRAGMA journal_mode = wal; INSERT INTO t VALUES (1)");
            var files = new OpenFiles(before, file);
            Assert.Equal(FileLoss.None, files.FindLoss());

            Take(file + "-wal", replaced: false);

            Assert.Equal(FileLoss.Log, files.FindLoss());
        }
    }

    [Fact]
    public void FindLoss_RollbackJournal_NeedsNoLog()
    {
        using var rollback = Open("delete", "old.db");
        var file = _directory.File("old.db");

        Assert.Equal(FileLoss.None, new OpenFiles(rollback, file).FindLoss());
    }

    [Fact]
    public void FindLoss_Called_AllocatesNothing()
    {
        Assert.SkipUnless(PathIdentity.IsExact, "Files cannot be told apart here.");
        var files = new OpenFiles(_connection, Database);
        files.FindLoss();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            files.FindLoss();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps open files in their place.");

    private void Take(string path, bool replaced)
    {
        File.Move(path, _directory.File("taken"));
        if (replaced)
        {
            File.Copy(_directory.File("taken"), path);
        }
    }

    private SqliteConnection Open(string mode, string name = "bot.db")
    {
        var connection = SqliteFile.Open(_directory.File(name));
        connection.Execute($"PRAGMA journal_mode = {mode}; CREATE TABLE t (x)");
        return connection;
    }
}
