using System.Globalization;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Copies of a database in use.</summary>
public sealed class SqliteBackupTests : IDisposable
{
    private const int Writers = 8;
    private const int Guilds = 50;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => _directory.File("copy.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    [Trait("Invariant", "1")]
    public async Task BackupAsync_WhileWritersWrite_HoldsAllUpToOneRevision()
    {
        await using var host = await TestHost.StartAsync();
        var acknowledged = new long[Writers];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(host, acknowledged, writer, stop.Token), Token)));
        await WaitUntilAsync(() => acknowledged.Max() > 200);
        for (var copy = 1; copy <= 3; copy++)
        {
            var file = _directory.File(string.Create(CultureInfo.InvariantCulture, $"copy-{copy}.db"));
            var before = acknowledged.Max();
            await Maintenance(host).BackupAsync(file, Token);

            await WaitUntilAsync(() => acknowledged.Max() > before);
            var (clock, states) = await ReadAsync(file);
            Assert.InRange(clock, before, acknowledged.Max() + Writers);
            Assert.Equal(await StatesAtAsync(host, clock), states);
        }

        await stop.CancelAsync();
        await writing;
        Assert.Equal(3, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public async Task BackupAsync_Copy_IsADatabaseThatAHostCanUse()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), new ChangeContext { Reason = "new" }, Token);
        await Maintenance(host).BackupAsync(Target, Token);
        await host.Service.UpdateAsync(1, e => e.ClearBackground(), cancellationToken: Token);

        await using var copy = await StartOnAsync(Target);
        var (configs, log) = (copy.GetRequiredService<IGuildConfigService>(), copy.GetRequiredService<IGuildConfigChangeLog>());

        Assert.Equal("a.png", (await configs.GetAsync(1, Token)).Background!.FilePath);
        Assert.Equal("new", (await log.GetHistoryAsync(1, Token).SingleAsync(Token)).Reason);
        Assert.Equal(2, (await configs.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token)).Revision);
        Assert.Empty(await copy.GetRequiredService<IGuildConfigMaintenance>().VerifyAsync(Token));
        Assert.Equal(await host.ScalarAsync<long>("PRAGMA auto_vacuum"), Scalar(Target, "PRAGMA auto_vacuum"));
    }

    [Fact]
    public async Task BackupAsync_PrivateDatabase_CopyIsPrivateToo()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other permissions.");
            return;
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var host = await TestHost.StartAsync();
        File.SetUnixFileMode(host.DatabasePath, OwnerOnly);

        await Maintenance(host).BackupAsync(Target, Token);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Target));
    }

    [Fact]
    public async Task BackupAsync_RelativePath_IsBelowTheCurrentDirectory()
    {
        await using var host = await TestHost.StartAsync();

        await Maintenance(host).BackupAsync(Path.GetRelativePath(Environment.CurrentDirectory, Target), Token);

        Assert.Equal(0L, Scalar(Target, "SELECT revision FROM guild_config_clock"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("nowhere/copy.db", "is in a directory that does not exist")]
    [InlineData("taken.db", "already exists")]
    [InlineData("linked.db")]
    [InlineData("folder")]
    [InlineData("folder/../taken.db")]
    [InlineData("with-log.db")]
    [InlineData("with-journal.db")]
    [InlineData("guild-config.db")]
    [InlineData("guild-config.db-wal", "is one of the database's own files")]
    [InlineData("guild-config.db-journal", "is one of the database's own files")]
    [InlineData("guild-config.db-migration-lock", "is one of the database's own files")]
    [InlineData("nul\0.db")]
    public async Task BackupAsync_UnusablePath_IsRefusedAndNothingWritten(string name, string? reason = null)
    {
        await using var host = await TestHost.StartAsync();
        var directory = host.Directory;
        foreach (var file in new[] { "taken.db", "with-log.db-wal", "with-journal.db-journal", "folder/other" })
        {
            directory.Write(file, "mine"u8);
        }

        File.CreateSymbolicLink(directory.File("linked.db"), directory.File("gone"));
        var before = Files(directory.Path);
        var path = string.IsNullOrWhiteSpace(name) ? name : directory.File(name);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Maintenance(host).BackupAsync(path, Token));

        Assert.Equal("path", refused.ParamName);
        Assert.Contains(reason ?? string.Empty, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files(directory.Path));
        Assert.Equal("mine", await File.ReadAllTextAsync(directory.File("taken.db"), Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Maintenance(host).BackupAsync(null!, Token));
    }

    [Fact]
    public async Task BackupAsync_NameThatTheFileSystemRefuses_FailsClearly()
    {
        await using var host = await TestHost.StartAsync();
        var path = _directory.File(new string('x', 250));

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Maintenance(host).BackupAsync(path, Token));

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(host.DatabasePath, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Files(_directory.Path));
    }

    [Fact]
    public async Task BackupAsync_DamagedDatabase_FailsAndLeavesNothing()
    {
        await using var host = await TestHost.StartAsync(options => options.PreloadOnStartup = false);
        await FillAsync(host, 300);
        await host.StopAsync();

        // An index that no start reads.
        var page = await host.ScalarAsync<long>("SELECT rootpage FROM sqlite_master WHERE name = 'ix_guild_config_change_guild_id_revision'");
        await using (var file = new FileStream(host.DatabasePath, FileMode.Open))
        {
            file.Position = (page - 1) * 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0x5a, 4096).ToArray(), Token);
        }

        await host.RestartAsync();

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Maintenance(host).BackupAsync(Target, Token));

        Assert.Contains("is damaged", failure.Message, StringComparison.Ordinal);
        Assert.Contains(host.DatabasePath, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Files(_directory.Path));
    }

    [Fact]
    public async Task BackupAsync_CancelledMidway_LeavesNothing()
    {
        await using var host = await TestHost.StartAsync();
        await FillAsync(host, 4000);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Maintenance(host).BackupAsync(Target, new CancellationToken(canceled: true)));

        // On a busy machine, the copy may complete first: then it is repeated.
        for (var cancelled = false; !cancelled; File.Delete(Target))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var running = Maintenance(host).BackupAsync(Target, stop.Token);
            await WaitUntilAsync(() => Files(_directory.Path).Count > 0 || running.IsCompleted);
            await stop.CancelAsync();
            cancelled = await Record.ExceptionAsync(() => running) is OperationCanceledException;
            Assert.Equal(cancelled ? [] : [Target], Files(_directory.Path));
        }
    }

    private static IGuildConfigMaintenance Maintenance(TestHost host) => host.Get<IGuildConfigMaintenance>();

    private static List<string> Files(string directory) => Directory.GetFileSystemEntries(directory).Order(StringComparer.Ordinal).ToList();

    private static Task FillAsync(TestHost host, int guilds)
        => Parallel.ForEachAsync(Enumerable.Range(1, guilds), new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = Token }, async (i, token) => await host.Service.UpdateAsync((ulong)i, e => e.SetBackground($"{i}/{new string('x', 500)}.png", "image/png"), cancellationToken: token));

    private static async Task WriteAsync(TestHost host, long[] acknowledged, int writer, CancellationToken stop)
    {
        for (var i = 1; !stop.IsCancellationRequested; i++)
        {
            var guild = (ulong)(((writer * 13) + i) % Guilds) + 1;
            if (i % 10 == 0)
            {
                await host.Service.DeleteAsync(guild, cancellationToken: Token);
                continue;
            }

            var written = await host.Service.UpdateAsync(guild, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: Token);
            Volatile.Write(ref acknowledged[writer], written.Revision);
        }
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Gets the state of each guild at a revision from the original's change log.</summary>
    private static async Task<string> StatesAtAsync(TestHost host, long revision)
        => await host.ScalarAsync<string>(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT group_concat(guild_id || ':' || revision || ':' || json_extract("after", '$.welcomeChannelId'), ' ') FROM (
                SELECT guild_id, max(revision) AS revision, "after" FROM guild_config_change WHERE revision <= {revision} GROUP BY guild_id ORDER BY guild_id)
            WHERE "after" IS NOT NULL
            """));

    private static async Task<(long Clock, string States)> ReadAsync(string file)
    {
        await using var provider = await StartOnAsync(file);
        Assert.Empty(await provider.GetRequiredService<IGuildConfigMaintenance>().VerifyAsync(Token));
        var states = await provider.GetRequiredService<IGuildConfigService>().ListAsync(Token).Select(guild => $"{guild.GuildId}:{guild.Revision}:{guild.WelcomeChannelId}").ToListAsync(Token);
        await provider.DisposeAsync();
        var clock = Scalar(file, "SELECT revision FROM guild_config_clock");
        Assert.Equal(clock, Scalar(file, "SELECT count(*) FROM guild_config_change"));
        foreach (var side in new[] { "-wal", "-shm", "-migration-lock" })
        {
            File.Delete(file + side);
        }

        return (clock, string.Join(' ', states));
    }

    private static async Task<ServiceProvider> StartOnAsync(string file)
    {
        var provider = new ServiceCollection().AddGuildConfig("Data Source=" + file).Services.BuildServiceProvider();
        await provider.InitializeGuildConfigAsync(cancellationToken: Token);
        return provider;
    }

    private static long Scalar(string file, string sql) => SqliteFile.Scalar<long>(file, sql, SqliteOpenMode.ReadOnly);
}
