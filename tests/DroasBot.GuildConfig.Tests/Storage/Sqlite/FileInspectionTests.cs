using System.Buffers.Binary;
using System.Globalization;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Files left behind by a killed process, a copy or a restore.</summary>
public sealed class FileInspectionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Found => _directory.File("found.db");

    private string Log => Found + "-wal";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task RunAsync_NoFileOrAnEmptyOne_IsFine()
    {
        await InspectAsync();
        _directory.Write("found.db", []);
        await InspectAsync();

        Assert.Equal([Found], Directory.GetFiles(_directory.Path));
    }

    /// <summary>The power failed while the first page was written: its size is there, but not its bytes. SQLite takes the page back, and the start begins again.</summary>
    [Fact]
    public async Task Start_FirstPageIsLostAndHasAJournal_CreatesTheDatabase()
    {
        _directory.Write("found.db", new byte[4096]);
        _directory.Write("found.db-journal", JournalOfANewFile());

        await using var host = await TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + Found);

        Assert.Equal(1, (await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token)).Revision);
    }

    [Fact]
    public async Task Start_FirstPageIsLostWithoutAJournal_IsRefused()
    {
        _directory.Write("found.db", new byte[4096]);

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => TestHost.StartAsync(options => options.ConnectionString = "Data Source=" + Found));

        Assert.Equal(new byte[4096], await File.ReadAllBytesAsync(Found, Token));
    }

    [Theory]
    [InlineData("wal")]
    [InlineData("delete")]
    public async Task RunAsync_WholeDatabase_IsFineAndUntouched(string mode)
    {
        using (var database = new HandMadeDatabase(Found, mode: mode))
        {
            database.Commit(3);
        }

        var before = await File.ReadAllBytesAsync(Found, Token);
        await InspectAsync();

        Assert.Equal(before, await File.ReadAllBytesAsync(Found, Token));
        Assert.Equal([Found], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_KilledWithALog_IsFineAndUntouched(bool checkpointedBefore)
    {
        using var database = Database();
        database.Commit(3);
        if (checkpointedBefore)
        {
            database.Checkpoint();
            database.Commit(2);
        }

        database.LeaveAt(Found);
        var before = (await File.ReadAllBytesAsync(Found, Token), await File.ReadAllBytesAsync(Log, Token));
        await InspectAsync();

        Assert.Equal(before.Item1, await File.ReadAllBytesAsync(Found, Token));
        Assert.Equal(before.Item2, await File.ReadAllBytesAsync(Log, Token));
        Assert.Equal(checkpointedBefore ? 5L : 3L, Revision());
    }

    [Fact]
    public async Task RunAsync_KilledWhileTheLogWasCopiedIntoTheFile_IsFine()
    {
        using var database = Database();
        database.Commit(3);
        database.Checkpoint();
        var page = database.Scalar<long>("SELECT rootpage FROM sqlite_master WHERE name = 'guild_config_clock'");
        database.Commit(1);
        database.LeaveAt(Found);
        SqliteFile.SpoilPage(Found, page);

        await InspectAsync();

        Assert.Equal(4L, Revision());
    }

    [Fact]
    public async Task RunAsync_BackupOverTheFileNextToTheOldLog_IsRefused()
    {
        using var database = Database();
        database.Commit(3);
        database.LeaveAt(Found);
        database.Execute($"VACUUM INTO '{_directory.File("backup.db")}'");
        File.Copy(_directory.File("backup.db"), Found, overwrite: true);

        await AssertForeignAsync("was not in write-ahead mode");
    }

    [Fact]
    public async Task RunAsync_LogOfAnotherDatabase_IsRefused()
    {
        LeaveWithTheLogOfAnother();

        await AssertForeignAsync("the log is of another database");
    }

    [Fact]
    public async Task RunAsync_OfARunningBot_SaysThatNoRestartIsNeeded()
    {
        LeaveWithTheLogOfAnother();

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Inspection(Found, starting: false).RunAsync(Token));

        Assert.Contains(" move the log elsewhere; it is then opened without a restart; otherwise ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LogOfADatabaseWithoutTheTables_IsRefused()
    {
        using var database = Database();
        database.Checkpoint();
        using var other = Database("other.db");
        other.Execute("DROP TABLE guild_config_clock; DROP TABLE guild_config_change");
        database.LeaveAt(Found);
        File.Copy(other.Log, Log, overwrite: true);

        await AssertForeignAsync("without the library's tables");
    }

    /// <summary>A start itself reports what is missing from the table.</summary>
    [Fact]
    public async Task RunAsync_LogThatEmptiesTheClock_IsFine()
    {
        using var database = Database();
        database.Commit(3);
        database.Checkpoint();
        database.Execute("DELETE FROM guild_config_clock");
        database.LeaveAt(Found);

        await InspectAsync();
    }

    [Fact]
    public async Task RunAsync_LogOlderThanTheFile_IsRefused()
    {
        using var database = Database();
        database.Checkpoint();
        database.Commit(3);
        database.LeaveAt(Found);
        database.Commit(4);
        database.Checkpoint();
        File.Copy(database.File, Found, overwrite: true);

        await AssertForeignAsync("the file is at revision 7, the log at 3");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RunAsync_LogOfAnotherFutureOfTheSameDatabase_IsRefused(int commits)
    {
        using var database = Database();
        database.Commit(3);
        database.Checkpoint();
        database.LeaveAt(_directory.File("fork.db"));
        database.Commit("here");
        database.Checkpoint();
        database.LeaveAt(Found);
        using (var fork = SqliteFile.Open(_directory.File("fork.db")))
        {
            for (var i = 1; i <= commits; i++)
            {
                fork.Execute(string.Create(
                    CultureInfo.InvariantCulture,
                    $"PRAGMA wal_autocheckpoint = 0; BEGIN; UPDATE guild_config_clock SET revision = {3 + i}, mark = 'there'; INSERT INTO guild_config_change VALUES ({3 + i}, 'there'); COMMIT"));
            }

            File.Copy(_directory.File("fork.db-wal"), Log, overwrite: true);
        }

        await AssertForeignAsync("revision 4 is a different change in the log");
    }

    [Fact]
    public async Task RunAsync_LogThatDoesNotFitTheFile_IsRefused()
    {
        using var database = Database();
        database.Execute("INSERT INTO filling SELECT hex(randomblob(3000)) FROM pragma_function_list LIMIT 20");
        var page = database.Scalar<long>("SELECT rootpage FROM sqlite_master WHERE name = 'filling'");
        database.Checkpoint();
        database.Commit(2);
        database.LeaveAt(Found);
        SqliteFile.SpoilPage(Found, page);

        await AssertForeignAsync("SQLite finds the database damaged");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_FileWithoutTheLogThatHasItsTables_IsRefused(bool uselessLog)
    {
        using var database = Database();
        database.Commit(3);
        File.Copy(database.File, Found);
        if (uselessLog)
        {
            await File.WriteAllBytesAsync(Log, new byte[5000], Token);
        }

        var failure = await FailAsync();

        Assert.Contains($"The database '{Found}' has no tables", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Log, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Put the log back next to the file, or restore a backup; if it was never used, delete the file. Nothing was overwritten.", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Equal(await File.ReadAllBytesAsync(database.File, Token), await File.ReadAllBytesAsync(Found, Token));
    }

    [Fact]
    public async Task RunAsync_LogWithoutAFile_IsRefused()
    {
        _directory.Write("found.db-wal", new byte[100]);

        var failure = await FailAsync();

        Assert.Equal(
            $"The database '{Found}' is missing or empty, but its write-ahead log '{Log}' is there and may hold changes. Put the database back next to it, restore a backup and move the log "
            + "elsewhere, or remove the log to begin with an empty database; nothing was overwritten.",
            failure.Message);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData(false, "short")]
    [InlineData(true, "short")]
    [InlineData(true, "This is a diary, and not a database, and it is longer than one hundred bytes, which is where a database begins with pages.")]
    public async Task RunAsync_FileThatIsNotADatabase_IsRefusedAndUntouched(bool withLog, string text)
    {
        using var database = Database();
        database.Commit(3);
        database.LeaveAt(Found);
        await File.WriteAllTextAsync(Found, text, Token);
        if (!withLog)
        {
            File.Delete(Log);
        }

        Assert.Contains("is not an SQLite database", (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(Found, Token));
    }

    [Fact]
    public async Task RunAsync_TruncatedFile_IsRefusedUnlessAJournalRestoresIt()
    {
        using (var database = new HandMadeDatabase(Found))
        {
            database.Commit(3);
        }

        using (var file = new FileStream(Found, FileMode.Open))
        {
            file.SetLength(file.Length - 100);
        }

        Assert.Contains("its end is cut off", (await FailAsync()).Message, StringComparison.Ordinal);
        _directory.Write("found.db-journal", new byte[100]);
        await InspectAsync();
    }

    [Fact]
    public async Task RunAsync_WhileAnotherConnectionWritesAndCheckpoints_IsFine()
    {
        using var database = new HandMadeDatabase(Found);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.Run(
            () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    database.Commit(1);
                    if (i % 5 == 0)
                    {
                        database.Checkpoint();
                    }
                }
            },
            Token);

        for (var i = 0; i < 100; i++)
        {
            await InspectAsync();
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task RunAsync_UnusualFileName_IsInspected()
    {
        var odd = _directory.File("a b%20c?mode=memory#é.db");
        using (var database = new HandMadeDatabase(_directory.File("plain.db")))
        {
            File.Copy(database.File, odd);
        }

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Inspection(odd).RunAsync(Token));

        Assert.Contains("has no tables", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Stops()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Inspection(Found).RunAsync(new CancellationToken(canceled: true)));

    private static FileInspection Inspection(string file, bool starting = true)
        => new(SqliteConnectionStrings.Parse(new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString), starting);

    private HandMadeDatabase Database(string name = "bot.db", string epoch = "one") => new(_directory.File(name), epoch);

    private Task InspectAsync() => Inspection(Found).RunAsync(Token);

    private Task<GuildConfigStoreException> FailAsync() => Assert.ThrowsAsync<GuildConfigStoreException>(InspectAsync);

    private async Task AssertForeignAsync(string finding)
    {
        var before = (await File.ReadAllBytesAsync(Found, Token), await File.ReadAllBytesAsync(Log, Token));

        var failure = await FailAsync();

        Assert.StartsWith($"The database '{Found}' and its write-ahead log '{Log}' do not belong together", failure.Message, StringComparison.Ordinal);
        Assert.Contains(finding, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            ". If the file was restored or replaced, move the log elsewhere and start again; otherwise keep a copy of both, and restore a backup. Nothing was overwritten.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Equal(before.Item1, await File.ReadAllBytesAsync(Found, Token));
        Assert.Equal(before.Item2, await File.ReadAllBytesAsync(Log, Token));
    }

    private void LeaveWithTheLogOfAnother()
    {
        using var database = Database();
        database.Commit(3);
        database.Checkpoint();
        using var other = Database("other.db", "two");
        other.Commit(9);
        database.LeaveAt(Found);
        File.Copy(other.Log, Log, overwrite: true);
    }

    private long Revision() => SqliteFile.Scalar<long>(Found, "SELECT revision FROM guild_config_clock");

    /// <summary>Creates the header of a rollback journal of a file that had no pages: https://sqlite.org/fileformat2.html#the_rollback_journal</summary>
    private static byte[] JournalOfANewFile()
    {
        const int SectorSize = 512;
        var journal = new byte[SectorSize];
        new byte[] { 0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7 }.CopyTo(journal, 0);
        BinaryPrimitives.WriteInt32BigEndian(journal.AsSpan(20), SectorSize);
        BinaryPrimitives.WriteInt32BigEndian(journal.AsSpan(24), 4096);
        return journal;
    }
}
