using System.Runtime.Versioning;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Mounts and files of other users, which require root.</summary>
[SupportedOSPlatform("linux")]
public sealed class PrivilegedFileTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    public PrivilegedFileTests()
        => Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, to mount and to change owners.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Mounted => _directory.File("mounted");

    private string Database => Path.Combine(Mounted, "bot.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Inspection_FileIsAMountPoint_IsRefused()
    {
        var (outer, inner) = (_directory.Write("host/bot.db", []), _directory.Write("app data/bot.db", []));
        using var mount = Mount.OfFile(outer, inner);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => new FileInspection(SqliteConnectionStrings.Parse("Data Source=" + inner), starting: true).RunAsync(Token));

        Assert.Contains($"'{inner}' is itself a mount point", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Mount the directory instead", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(outer).Length);
    }

    [Theory]
    [InlineData("size=64k", "no space or no inode is left there")]
    [InlineData("nr_inodes=2", "no space or no inode is left there")]
    [InlineData("read-only", "it is on a read-only file system")]
    public async Task MigrationLock_CannotBeCreated_FailsImmediatelyWithItsOwnCause(string options, string cause)
    {
        using var mount = Mount.InMemory(Mounted, options == "read-only" ? "size=1m" : options == "size=64k" ? "size=64k,nr_inodes=3" : options);
        await File.WriteAllTextAsync(Path.Combine(Mounted, "other"), string.Empty, Token);
        if (options == "size=64k")
        {
            // Out of both space and inodes.
            Fill();
        }

        if (options == "read-only")
        {
            mount.MakeReadOnly();
        }

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => LockAsync(Database + "-migration-lock").WaitAsync(_deadline, Token));

        Assert.Contains(cause, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task MigrationLock_LeftByRoot_IsTakenByAnotherUserAndStillExcludes()
    {
        Mine();
        var path = _directory.Write("bot.db-migration-lock", []);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using var held = await FileSystemUser.RunAsync(() => LockAsync(path).GetAwaiter().GetResult());

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MigrationFileLock.AcquireAsync(path, TimeSpan.Zero, Token));
        Assert.Contains("Another process has held", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrationLock_ThatAnotherUserMayNotOpen_FailsImmediatelyWithItsOwnCause()
    {
        Mine();
        var path = _directory.Write("bot.db-migration-lock", []);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var failure = await FileSystemUser.RunAsync(() => Record.Exception(() => LockAsync(path).WaitAsync(_deadline, Token).GetAwaiter().GetResult()));

        Assert.Contains($"'{path}' cannot be opened: this process's user may not write there", Assert.IsType<GuildConfigStoreException>(failure).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE u (x)")]
    [InlineData("INSERT INTO t VALUES (randomblob(2000000))")]
    public void Write_DiskIsFull_FailsWithTheReason(string sql)
    {
        using var mount = Mount.InMemory(Mounted, "size=256k");
        Create();
        Fill();

        Assert.Contains("the disk is full. Free some space", Fail(sql).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoInodeForTheLog_FailsWithTheReason()
    {
        using var mount = Mount.InMemory(Mounted, "size=1m,nr_inodes=4");
        Create();
        File.WriteAllText(Path.Combine(Mounted, "other"), string.Empty);
        File.WriteAllText(Path.Combine(Mounted, "another"), string.Empty);

        Assert.Contains("no inode left", Fail("INSERT INTO t VALUES (1)").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ReadOnlyFileSystem_FailsWithTheReason()
    {
        using var mount = Mount.InMemory(Mounted, "size=1m");
        Create();
        mount.MakeReadOnly();

        Assert.Contains("is on a read-only file system", Fail("INSERT INTO t VALUES (1)").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bot.db")]
    [InlineData("")]
    public async Task Write_FileOrDirectoryOfAnotherUser_NamesIt(string kept)
    {
        Directory.CreateDirectory(Mounted);
        Create();
        Mine();
        foreach (var path in new[] { Mounted, Database }.Where(path => path != Path.Combine(Mounted, kept).TrimEnd('/')))
        {
            Open(path);
        }

        var failure = await FileSystemUser.RunAsync(() => Fail("INSERT INTO t VALUES (1)"));

        Assert.Contains($"may not write '{Path.Combine(Mounted, kept).TrimEnd('/')}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspection_ByRootOfAnotherUsersFile_LeavesNoFileOfItsOwn()
    {
        Directory.CreateDirectory(Mounted);
        Create();

        await new FileInspection(SqliteConnectionStrings.Parse("Data Source=" + Database), starting: true).RunAsync(Token);

        Assert.Equal([Database], Directory.GetFiles(Mounted));
    }

    [Fact]
    public void CopyOwner_OfAnotherUsersFile_GivesTheCopyToThatUserAndGroup()
    {
        var (original, copy) = (_directory.Write("bot.db", []), _directory.Write("copy.db", []));
        SystemCommand.Run("chown", "1234:2345", original);

        FileOwner.Copy(original, copy);

        Assert.Equal("1234:2345", SystemCommand.Run("stat", "--format=%u:%g", copy));
    }

    [Fact]
    public async Task FindUsers_ByAnotherUser_CountsTheProcessesThatItCannotInspect()
    {
        Mine();
        _directory.Write("bot.db", []);

        var users = await FileSystemUser.RunAsync(() => FileUsers.Find(_directory.File("bot.db")));

        Assert.Empty(users.Users);
        Assert.Matches("^[1-9][0-9]* processes of other users could not be inspected: run this as root to see them. Processes in other containers", users.Unseen);
    }

    /// <summary>Such a file system reports that it has 0 inodes, and 0 free ones.</summary>
    [Fact]
    public void FileSystemState_NoLimitOfInodes_HasInodes()
    {
        using var mount = Mount.InMemory(Mounted, "size=1m,nr_inodes=0");

        Assert.Equal(default, FileSystemState.Of(Mounted));
    }

    [Fact]
    public async Task OpenBackup_DatabaseIsAMountPoint_IsRefused()
    {
        var (outer, inner) = (_directory.Write("host/bot.db", []), _directory.Write("bot.db", []));
        using var mount = Mount.OfFile(outer, inner);
        var restore = new SqliteRestore(SqliteConnectionStrings.Parse("Data Source=" + inner), new SqlitePragmas(TimeSpan.FromSeconds(5)), knownMigrations: []);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => restore.OpenBackupAsync(_directory.File("backup.db"), Token));

        Assert.Contains($"'{inner}' is itself a mount point", failure.Message, StringComparison.Ordinal);
    }

    private static Task<MigrationFileLock> LockAsync(string path) => MigrationFileLock.AcquireAsync(path, TimeSpan.FromHours(1), Token);

    private static void Open(string path) => File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);

    /// <summary>Lets the other user traverse the test's directory.</summary>
    private void Mine() => Open(_directory.Path);

    private void Create() => Execute("PRAGMA journal_mode = wal; CREATE TABLE t (x)", SqliteOpenMode.ReadWriteCreate);

    private GuildConfigStoreException Fail(string sql)
        => SqliteErrors.ToStoreException(Assert.Throws<SqliteException>(() => Execute(sql, SqliteOpenMode.ReadWrite)), Database, starting: true);

    private void Execute(string sql, SqliteOpenMode mode) => SqliteFile.Execute(Database, sql, mode);

    private void Fill()
    {
        using var file = new FileStream(Path.Combine(Mounted, "filling"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Assert.ThrowsAny<IOException>(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                file.Write(new byte[4096]);
            }
        });
    }
}
