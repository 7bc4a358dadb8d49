using System.Globalization;
using System.Security.Cryptography;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>A backup replaces a database in any state, while any process may have it open.</summary>
public sealed class RestoreTests : IDisposable
{
    private const ulong InBackup = 1;
    private const ulong Later = 2;

    /// <summary>Set <c>GUILD_CONFIG_RESTORE_KILLS</c> to 50 for the long run, of a minute or two.</summary>
    private static readonly int _kills = Repetitions.Of("GUILD_CONFIG_RESTORE_KILLS", 5);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _directory.Database;

    private string Backup => _directory.File("backup.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task RestoreAsync_NobodyHasTheDatabaseOpen_ReplacesItAndSetsItAside()
    {
        await MakeAsync();
        var (before, backup) = (Read(Database), Read(Backup));
        var steps = new RecordedProgress<RestoreStep>();

        var report = await RestoreAsync(steps);

        Assert.Equal((Database, Backup, 1L), (report.Database, report.Backup, report.Revision));
        Assert.Equal(Enum.GetValues<RestoreStep>(), steps.All);
        Assert.Equal(before, Read(Assert.Single(report.SetAside)));
        Assert.Equal(backup, Read(Backup));
        await AssertRestoredAsync();
    }

    /// <summary>Neither may continue from the other's history.</summary>
    [Fact]
    public async Task RestoreAsync_Twice_GivesEachItsOwnEpoch()
    {
        await MakeAsync();
        await RestoreAsync();
        var first = Epoch(Database);
        await RestoreAsync();

        Assert.Equal(3, new[] { Epoch(Backup), first, Epoch(Database) }.Distinct().Count());
    }

    [Fact]
    public async Task RestoreAsync_AnIdleBotHasItOpen_IsRefusedNamingItsProcessUntilItStops()
    {
        await MakeAsync();
        await using var bot = NodeProcess.Start("serve", Database);
        Assert.Equal("ready", await bot.ReadLineAsync());

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => RestoreAsync());

        Assert.Contains($"is in use by dotnet DroasBot.GuildConfig.Node.dll (process {bot.Id})", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("ok 3", await bot.AskAsync($"set {Later} 5 x"), StringComparison.Ordinal);
        bot.Kill();
        await bot.WaitForExitAsync();

        await RestoreAsync();
        await AssertRestoredAsync();
    }

    [Fact]
    public async Task RestoreAsync_ThisProcessHasItOpen_IsRefused()
    {
        await MakeAsync();
        await using (var host = await FaultHost.StartAsync(Database))
        {
            var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => RestoreAsync());
            Assert.Contains($"(process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
            Assert.True(refused.IsTransient);
            Assert.Equal(3, (await host.SetAsync(Later, 7)).Revision);
        }

        await RestoreAsync();
        await AssertRestoredAsync();
    }

    /// <summary>Relies on the lock alone, as for processes that are not visible, such as those in another container.</summary>
    [Fact]
    public async Task TryTake_AnotherProcessHasItOpen_GetsNothing()
    {
        await MakeAsync();
        await using (var bot = NodeProcess.Start("serve", Database))
        {
            Assert.Equal("ready", await bot.ReadLineAsync());
            Assert.Null(FileHold.TryTake(Database));
        }

        using var hold = FileHold.TryTake(Database);
        Assert.NotNull(hold);
    }

    [Fact]
    public async Task ListUsersAsync_NamesOthersAndNotThisProcess()
    {
        await MakeAsync();
        await using var host = await FaultHost.StartAsync(Database);
        await using var bot = NodeProcess.Start("serve", Database);
        Assert.Equal("ready", await bot.ReadLineAsync());

        var found = await host.Services.GetRequiredService<IDatabaseAdministration>().ListUsersAsync(Token);

        Assert.Equal(new DatabaseUser(bot.Id, "dotnet DroasBot.GuildConfig.Node.dll"), Assert.Single(found.Users));
        Assert.NotNull(found.Unseen);
    }

    /// <summary>F-02: SQLite would write the old log into the restored file.</summary>
    [Fact]
    public async Task RestoreAsync_ALogOfAKilledBotNextToACopiedBackup_SetsBothAsideAsTheyWere()
    {
        await MakeAsync();
        await KillABotAsync();
        File.Copy(Backup, Database, overwrite: true);
        var (file, log) = (Read(Database), Read(Database + "-wal"));
        Assert.Contains("do not belong together", (await Assert.ThrowsAsync<GuildConfigStoreException>(() => FaultHost.StartAsync(Database))).Message, StringComparison.Ordinal);

        var report = await RestoreAsync();

        Assert.Equal([string.Empty, "-wal", "-shm"], report.SetAside.Select(path => path[report.SetAside[0].Length..]));
        Assert.Equal((file, log), (Read(report.SetAside[0]), Read(report.SetAside[1])));
        await AssertRestoredAsync();
    }

    [Fact]
    public async Task RestoreAsync_OverAKilledBotsDatabase_SetsAsideAFileAndLogThatStart()
    {
        await MakeAsync();
        await KillABotAsync();

        var report = await RestoreAsync();

        await AssertRestoredAsync();
        await using var before = await FaultHost.StartAsync(report.SetAside[0]);
        Assert.Equal(77UL, (await before.ReadAsync(Later)).WelcomeChannelId);
        Assert.Empty(await before.Maintenance.VerifyAsync(Token));
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("no database")]
    [InlineData("empty")]
    [InlineData("missing")]
    [InlineData("missing next to its log")]
    public async Task RestoreAsync_OverAFileThatIsNoLongerADatabase_Works(string state)
    {
        await MakeAsync();
        await KillABotAsync();
        await SpoilAsync(state);
        var before = Directory.GetFiles(_directory.Path, "guild-config.db*").Where(path => !path.EndsWith("-migration-lock", StringComparison.Ordinal)).Select(Read).Order().ToList();

        var report = await RestoreAsync();

        Assert.Equal(before, report.SetAside.Select(Read).Order());
        await AssertRestoredAsync();
    }

    [Theory]
    [InlineData("missing", "does not exist")]
    [InlineData("cut", "its end is cut off")]
    [InlineData("damaged", "is damaged")]
    [InlineData("another's", "lacks a table")]
    [InlineData("with a dangling reference", "is damaged: ")]
    [InlineData("with a journal", "has an interrupted change")]
    [InlineData("unfinished", "unfinished target of a move")]
    [InlineData("without migrations", "has none of the library's migrations")]
    [InlineData("newer", "newer version")]
    [InlineData("without a clock", "has no clock")]
    [InlineData("the database itself", "one of the database's own files")]
    public async Task RestoreAsync_UnusableBackup_IsRefusedAndNothingIsChanged(string state, string says)
    {
        await MakeAsync();
        var path = await SpoilBackupAsync(state);
        var before = Read(Database);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RestoreAsync(path: path));

        Assert.True(refused is GuildConfigStoreException or ArgumentException, refused.ToString());
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Read(Database));
        Assert.Empty(Directory.GetFiles(_directory.Path, "*set-aside*"));
        await using var host = await FaultHost.StartAsync(Database);
        Assert.Equal(2, (await host.ReadAsync(Later)).Revision);
    }

    [Fact]
    public async Task RestoreAsync_FilesCannotBeSetAside_FailsAndChangesNothing()
    {
        await MakeAsync();
        var (before, inTheWay) = (Read(Database), Directory.CreateDirectory(Database + RestoreMark.Suffix));

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => RestoreAsync());

        Assert.StartsWith($"The backup '{Backup}' cannot be restored to '{Database}': this process's user may not write there, or it is a directory.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing is lost: restore again when the cause is gone.", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Equal(before, Read(Database));
        inTheWay.Delete();
        await RestoreAsync();
        await AssertRestoredAsync();
    }

    /// <summary>Every state that a process can leave when it dies between two steps.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Start_RestoreWasInterrupted_IsRefusedNamingTheFilesSetAside(int moved)
    {
        await MakeAsync();
        await KillABotAsync();
        var aside = new SetAsideFiles(Database, DateTimeOffset.UnixEpoch, interrupted: []);
        new RestoreMark(Database).Write(aside.Paths);
        foreach (var path in aside.Paths.Take(moved))
        {
            File.Move(Database + path[aside.Paths[0].Length..], path);
        }

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => FaultHost.StartAsync(Database));

        Assert.Contains($"'{aside.Paths[0]}'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(moved > 2, refused.Message.Contains($"'{aside.Paths[2]}'", StringComparison.Ordinal));
        Assert.Equal(aside.Paths, (await RestoreAsync()).SetAside);
        await AssertRestoredAsync();
        Assert.Equal(77L, Channel(aside.Paths[0]));
    }

    /// <summary>A directory may have another path on the host than in a container.</summary>
    [Fact]
    public async Task Start_DirectoryOfAnInterruptedRestoreHasAnotherPath_NamesTheFilesThere()
    {
        await MakeAsync();
        var aside = new SetAsideFiles(Database, DateTimeOffset.UnixEpoch, interrupted: []);
        new RestoreMark(Database).Write(aside.Paths);
        aside.Move();
        using var elsewhere = new TemporaryDirectory();
        foreach (var file in Directory.GetFiles(_directory.Path))
        {
            File.Move(file, elsewhere.File(Path.GetFileName(file)));
        }

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => FaultHost.StartAsync(elsewhere.Database));

        Assert.Contains($"'{elsewhere.File(Path.GetFileName(aside.Paths[0]))}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_AtRandomMoments_LeavesTheOldDatabaseOrTheNewOneOrARefusal()
    {
        await MakeAsync();
        var refusals = 0;
        for (var kill = 1; kill <= _kills; kill++)
        {
            var random = new Random(kill);
            await using (var restorer = await NodeProcess.StartAsync(polling: false, "restore", "sqlite:" + Database, Backup))
            {
                await restorer.SayAsync("go");
                await restorer.ReadUntilAsync($"step {(kill % 2 == 0 ? RestoreStep.Copying : RestoreStep.Replacing)}");
                await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 12), Token);
                await restorer.KillAsync();
            }

            refusals += await StartOrRefuseAsync();
            await RestoreAsync();
            await AssertRestoredAsync();
            Assert.Contains(Directory.GetFiles(_directory.Path, "*.set-aside-*").Where(path => !path.Contains("-wal", StringComparison.Ordinal) && !path.Contains("-shm", StringComparison.Ordinal)), path => Channel(path) == 50);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{_kills} kills, {refusals} refusals");
    }

    /// <returns>1 if the start was refused.</returns>
    private async Task<int> StartOrRefuseAsync()
    {
        try
        {
            await using var host = await FaultHost.StartAsync(Database);
            Assert.Contains((await host.ReadAsync(Later)).WelcomeChannelId, new ulong?[] { 50, null });
            Assert.Empty(await host.Maintenance.VerifyAsync(Token));
            return 0;
        }
        catch (GuildConfigStoreException refused)
        {
            Assert.Contains("A restore of the database", refused.Message, StringComparison.Ordinal);
            return 1;
        }
    }

    /// <summary>Creates a backup with one guild, and a database that then got another one.</summary>
    private async Task MakeAsync()
    {
        await using var host = await FaultHost.StartAsync(Database);
        await host.SetAsync(InBackup, 10);
        await host.Maintenance.BackupAsync(Backup, Token);
        await host.SetAsync(Later, 50);
    }

    private async Task KillABotAsync()
    {
        await using var bot = NodeProcess.Start("serve", Database);
        Assert.Equal("ready", await bot.ReadLineAsync());
        Assert.StartsWith("ok", await bot.AskAsync($"set {Later} 77 x"), StringComparison.Ordinal);
        bot.Kill();
        await bot.WaitForExitAsync();
        Assert.NotEqual(0, new FileInfo(Database + "-wal").Length);
    }

    private async Task<RestoreReport> RestoreAsync(IProgress<RestoreStep>? progress = null, string? path = null)
    {
        await using var tool = new ServiceCollection().AddGuildConfig("Data Source=" + Database).Services.BuildServiceProvider();
        return await tool.GetRequiredService<IDatabaseAdministration>().RestoreAsync(path ?? Backup, progress, Token).InTime();
    }

    private async Task AssertRestoredAsync()
    {
        await using var host = await FaultHost.StartAsync(Database);
        Assert.Equal(10UL, (await host.ReadAsync(InBackup)).WelcomeChannelId);
        Assert.False((await host.ReadAsync(Later)).Exists);
        Assert.Empty(await host.Maintenance.VerifyAsync(Token));
    }

    private async Task SpoilAsync(string state)
    {
        switch (state)
        {
            case "damaged":
                await using (var file = new FileStream(Database, FileMode.Open))
                {
                    file.Position = 4096;
                    file.Write(RandomNumberGenerator.GetBytes(4096));
                }

                break;
            case "no database":
                await File.WriteAllTextAsync(Database, "not a database at all, and longer than a header of one hundred bytes, so that it is read as one, and refused.", Token);
                break;
            case "empty":
                await File.WriteAllBytesAsync(Database, [], Token);
                break;
            case "missing":
                foreach (var path in new[] { Database, Database + "-wal", Database + "-shm" })
                {
                    File.Delete(path);
                }

                break;
            default:
                File.Delete(Database);
                break;
        }
    }

    private async Task<string> SpoilBackupAsync(string state)
    {
        switch (state)
        {
            case "missing":
                File.Delete(Backup);
                break;
            case "cut":
                await using (var file = new FileStream(Backup, FileMode.Open))
                {
                    file.SetLength(file.Length - 1000);
                }

                break;
            case "damaged":
                await using (var file = new FileStream(Backup, FileMode.Open))
                {
                    file.Position = 2 * 4096;
                    file.Write(RandomNumberGenerator.GetBytes(4096));
                }

                break;
            case "another's":
                File.Delete(Backup);
                SqliteFile.Execute(Backup, "CREATE TABLE mine (id)");
                break;
            case "with a dangling reference":
                SqliteFile.Execute(Backup, "PRAGMA foreign_keys = off; UPDATE guild_config SET background_ref = 'missing'");
                break;
            case "with a journal":
                await File.WriteAllBytesAsync(Backup + "-journal", new byte[512], Token);
                break;
            case "unfinished":
                SqliteFile.Execute(Backup, UnfinishedTarget.MarkSql(UnfinishedTarget.Move));
                break;
            case "without migrations":
                SqliteFile.Execute(Backup, "DELETE FROM guild_config_migration");
                break;
            case "newer":
                SqliteFile.Execute(Backup, "INSERT INTO guild_config_migration VALUES ('20991231000000_New', '99')");
                break;
            case "without a clock":
                SqliteFile.Execute(Backup, "DELETE FROM guild_config_clock");
                break;
            default:
                return Database;
        }

        return Backup;
    }

    private static string Epoch(string file) => SqliteFile.Scalar<string>(file, "SELECT epoch FROM guild_config_clock", SqliteOpenMode.ReadWrite);

    private static long? Channel(string file)
        => SqliteFile.Scalar<long?>(file, $"SELECT welcome_channel_id FROM guild_config WHERE guild_id = {Later.ToString(CultureInfo.InvariantCulture)}", SqliteOpenMode.ReadWrite);

    private static string Read(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
