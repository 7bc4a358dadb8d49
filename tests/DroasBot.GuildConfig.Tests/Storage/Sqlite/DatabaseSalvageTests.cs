using System.Security.Cryptography;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite.Salvage;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>The readable part of a damaged file is copied to a new one, which is intact.</summary>
public sealed class DatabaseSalvageTests : IAsyncLifetime
{
    private const int PageSize = 4096;
    private const int Guilds = 250;

    /// <summary>Set <c>GUILD_CONFIG_SALVAGES</c> to 100 for the long run, of a minute or two.</summary>
    private static readonly int _salvages = Repetitions.Of("GUILD_CONFIG_SALVAGES", 6);

    private readonly SqliteStore _source = new();
    private Dictionary<ulong, string> _guilds = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Damaged => _source.File;

    public async ValueTask InitializeAsync()
    {
        var node = await _source.StartNodeAsync();
        await using (node)
        {
            await FillAsync(node);
            _guilds = await DescribeAsync(node);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task RunAsync_IntactFile_CopiesEverything()
    {
        await using var target = new SqliteStore();

        var report = await SalvageAsync(target);

        Assert.Empty(report.Problems);
        Assert.Empty(report.Guilds);
        Assert.All(report.Tables, table => Assert.Equal((0, false), (table.Lost, table.MayLackMore)));
        Assert.Equal(await StoredRows.ReadAsync(_source), await StoredRows.ReadAsync(target));
        Assert.NotEqual(await _source.ScalarAsync<string>("SELECT epoch FROM guild_config_clock"), await target.ScalarAsync<string>("SELECT epoch FROM guild_config_clock"));
    }

    [Fact]
    public async Task RunAsync_PagesOfGarbage_YieldsAnIntactDatabaseAndNamesEveryChangedGuild()
    {
        var whole = await File.ReadAllBytesAsync(Damaged, Token);
        for (var seed = 1; seed <= _salvages; seed++)
        {
            var random = new Random(seed);
            var bytes = whole.ToArray();
            for (var page = random.Next(1, 12); page > 0; page--)
            {
                random.NextBytes(bytes.AsSpan(random.Next(1, bytes.Length / PageSize) * PageSize, PageSize));
            }

            await File.WriteAllBytesAsync(Damaged, bytes, Token);
            await AssertSalvagedAsync($"seed {seed}");
        }
    }

    [Theory]
    [InlineData("guild_config")]
    [InlineData("guild_config_change")]
    [InlineData("background_asset")]
    [InlineData("background_content")]
    [InlineData("guild_config_clock")]
    [InlineData("guild_departure")]
    public async Task RunAsync_DamagedTableRoot_IsRecoveredFromTheOtherTables(string table)
    {
        await SpoilAsync(await RootOfAsync(table));

        var (report, guilds) = await AssertSalvagedAsync(table);

        Assert.Contains(report.Tables, found => found.Name == table && (found.MayLackMore || found.Lost > 0));
        if (table is "guild_config" or "guild_config_change" or "guild_config_clock" or "guild_departure")
        {
            // No guild's state is lost: both its row and its newest change contain it.
            Assert.Equal(_guilds, guilds);
        }
    }

    /// <summary>Rows are read from the tables themselves.</summary>
    [Theory]
    [InlineData("ix_guild_config_change_guild_id_revision")]
    [InlineData("ux_guild_config_background_ref")]
    [InlineData("sqlite_autoindex_background_content_1")]
    public async Task RunAsync_DamagedIndex_LosesNothing(string index)
    {
        var before = await StoredRows.ReadAsync(_source);
        await SpoilAsync(await RootOfAsync(index));
        await using var target = new SqliteStore();

        var report = await SalvageAsync(target);

        Assert.Empty(report.Problems);
        Assert.Empty(report.Guilds);
        Assert.Equal(before, await StoredRows.ReadAsync(target));
    }

    /// <summary>Without it, SQLite rejects the file. That of a new file takes its place, so every table must begin where it does in that one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_DamagedFirstPage_LosesNothing(bool rewritten)
    {
        if (rewritten)
        {
            SqliteFile.Execute(Damaged, "VACUUM");
        }

        var before = await StoredRows.ReadAsync(_source);
        await SpoilAsync(1);
        await using var target = new SqliteStore();

        var report = await SalvageAsync(target);

        Assert.Empty(report.Problems);
        Assert.Equal(before, await StoredRows.ReadAsync(target));
    }

    [Theory]
    [InlineData(0.97)]
    [InlineData(0.6)]
    [InlineData(0.2)]
    public async Task RunAsync_TruncatedFile_SavesTheRest(double rest)
    {
        await using (var file = new FileStream(Damaged, FileMode.Open))
        {
            file.SetLength((long)(file.Length * rest) + 1);
        }

        await AssertSalvagedAsync($"cut to {rest}");
    }

    [Fact]
    public async Task RunAsync_NoDatabaseAtAll_CreatesAnEmptyOneAndReportsIt()
    {
        await File.WriteAllBytesAsync(Damaged, RandomNumberGenerator.GetBytes(100_000), Token);
        await using var target = new SqliteStore();

        var report = await SalvageAsync(target);

        Assert.Empty(report.Problems);
        Assert.All(report.Tables, table => Assert.True(table is { Kept: 0, MayLackMore: true }));
    }

    /// <summary>Changes that are only in the log are copied, too.</summary>
    [Fact]
    public async Task RunAsync_LogOfThisFile_IsUsed()
    {
        var root = await RootOfAsync("guild_config");
        await LeaveALogAsync(Damaged);
        await SpoilAsync(root);
        await using var target = new SqliteStore();

        var report = await SalvageAsync(target);

        Assert.Contains("was used", report.Log, StringComparison.Ordinal);
        Assert.Empty(report.Problems);
        await using var node = await target.StartNodeAsync();
        Assert.Equal(4711UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task RunAsync_LogOfAnotherFile_IsIgnored()
    {
        await using var other = new SqliteStore();
        await (await other.StartNodeAsync()).DisposeAsync();
        await LeaveALogAsync(other.File);
        File.Copy(other.File + "-wal", Damaged + "-wal");
        await using var target = new SqliteStore();

        var report = await SalvageAsync(target);

        Assert.Contains("was ignored: ", report.Log, StringComparison.Ordinal);
        Assert.Empty(report.Problems);
        await using var node = await target.StartNodeAsync();
        Assert.Equal(_guilds, await DescribeAsync(node));
    }

    [Fact]
    public async Task RunAsync_ABotHasTheFileOpen_IsRefused()
    {
        await using var node = await _source.StartNodeAsync();
        await using var target = new SqliteStore();

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SalvageAsync(target));

        Assert.Contains($"is in use by", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(target.File));
    }

    [Fact]
    public async Task RunAsync_TargetWithAGuild_IsRefusedAndUnchanged()
    {
        await using var target = new SqliteStore();
        await using (var node = await target.StartNodeAsync())
        {
            await node.IncrementAsync(9, Token);
        }

        var before = await StoredRows.ReadAsync(target);

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SalvageAsync(target));

        Assert.Contains("is not empty: it has 1 rows in guild_config", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await StoredRows.ReadAsync(target));
    }

    [Fact]
    public async Task RunAsync_NoSpaceForTheCopy_FailsWithTheReasonAndLeavesNoCopy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, to mount.");
        SqliteFile.Execute(Damaged, "CREATE TABLE filling AS SELECT zeroblob(4000000)");
        using var directory = new TemporaryDirectory();
        using var mount = Mount.InMemory(directory.File("mounted"), "size=2m");
        var target = directory.File("mounted/target.db");
        await using var node = new ContractNode(target, configure: null, register: null);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => DatabaseSalvage.RunAsync(Damaged, node.Services, progress: null, Token).InTime());

        Assert.StartsWith($"The salvage of '{Damaged}' into '{target}' did not complete: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The damaged files are as they were; salvage again when the cause is gone.", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Empty(Directory.GetFiles(directory.File("mounted"), "*.partial*"));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsBotsOutUntilItIsRepeated()
    {
        await using var target = new SqliteStore();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new Callback(cancelled.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DatabaseSalvage.RunAsync(Damaged, target.BuildNode().Services, progress, cancelled.Token));

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => target.StartNodeAsync());
        Assert.Contains("unfinished target of a salvage", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await SalvageAsync(target)).Problems);
        await using var node = await target.StartNodeAsync();
        Assert.Equal(_guilds, await DescribeAsync(node));
    }

    /// <summary>Asserts that the new database is intact, and that each guild is either unchanged or named.</summary>
    private async Task<(SalvageReport Report, Dictionary<ulong, string> Guilds)> AssertSalvagedAsync(string what)
    {
        await using var target = new SqliteStore();
        var before = await ReadFilesAsync();

        var report = await SalvageAsync(target);

        Assert.Equal(before, await ReadFilesAsync());
        Assert.True(report.Problems.Count == 0, $"{what}: {string.Join('\n', report.Problems.Take(10))}");
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(target.File)!, "*.db"));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(target.File)!, "*.partial*"));
        await using var node = await target.StartNodeAsync();
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
        var guilds = await DescribeAsync(node);
        foreach (var (guild, was) in _guilds)
        {
            Assert.True(
                (guilds.TryGetValue(guild, out var now) && now == was) || report.Guilds.Any(said => said.StartsWith($"Guild {guild} ", StringComparison.Ordinal)) || MayLack(report),
                $"{what}: guild {guild} is not what it was, and is not named.\nIt was: {was}\nIt is: {now}\n{string.Join('\n', report.Guilds)}");
        }

        Assert.Equal(report.Revision + 1, (await node.IncrementAsync(ulong.MaxValue - 1, Token)).Revision);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{what}: {string.Join(", ", report.Tables.Select(table => $"{table.Name} {table.Kept} kept {table.Lost} lost{(table.MayLackMore ? " +" : string.Empty)}"))}; {report.Guilds.Count} guilds named");
        return (report, guilds);
    }

    /// <summary>If both tables have an unreadable range, a guild may be in both, and is not reported.</summary>
    private static bool MayLack(SalvageReport report)
        => report.Tables.Where(table => table.Name is "guild_config" or "guild_config_change").All(table => table.MayLackMore);

    private async Task<SalvageReport> SalvageAsync(SqliteStore target)
    {
        var node = target.BuildNode();
        return await DatabaseSalvage.RunAsync(Damaged, node.Services, progress: null, Token).InTime();
    }

    private async Task<List<string>> ReadFilesAsync()
    {
        var files = new List<string>();
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(Damaged)!).Order())
        {
            files.Add(path + Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path, Token))));
        }

        return files;
    }

    private async Task<long> RootOfAsync(string name)
        => await _source.ScalarAsync<long>($"SELECT rootpage FROM sqlite_master WHERE name = '{name}'");

    private async Task SpoilAsync(long page)
    {
        await using var file = new FileStream(Damaged, FileMode.Open);
        file.Position = (page - 1) * PageSize;
        file.Write(RandomNumberGenerator.GetBytes(PageSize));
    }

    /// <summary>Simulates a bot that is killed after a change, in a copy of the files, since SQLite empties the log on an orderly shutdown.</summary>
    private static async Task LeaveALogAsync(string file)
    {
        var (copy, copiedLog) = (file + ".copy", file + ".copied-log");
        await using (SqliteFile.Open(file))
        {
            await using var provider = new ServiceCollection().AddGuildConfig("Data Source=" + file).Services.BuildServiceProvider();
            await provider.GetRequiredService<IGuildConfigService>().UpdateAsync(1, e => e.WelcomeChannelId = 4711, cancellationToken: Token);
            File.Copy(file, copy);
            File.Copy(file + "-wal", copiedLog);
        }

        File.Move(copy, file, overwrite: true);
        File.Move(copiedLog, file + "-wal", overwrite: true);
        Assert.NotEqual(0, new FileInfo(file + "-wal").Length);
    }

    private static async Task FillAsync(ContractNode node)
    {
        var contents = new List<BackgroundContent>();
        for (var number = 1; number <= 4; number++)
        {
            using var picture = new MemoryStream(Pictures.Png(number, padding: 20_000));
            contents.Add(await node.Get<IGuildBackgroundStore>().PutAsync(picture, Token));
        }

        for (var round = 1UL; round <= 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(1, Guilds).Select(number => node.Service.UpdateAsync(
                (ulong)number,
                editor =>
                {
                    editor.WelcomeChannelId = ((ulong)number * 10) + round;
                    editor.ReplaceSettingsJson($$$"""{"greeting":{"text":"{{{new string((char)('a' + (number % 26)), 60)}}}","round":{{{round}}}}}""");
                    if (number % 10 == 0)
                    {
                        editor.SetBackground(contents[number % contents.Count]);
                    }
                    else if (number % 10 == 1)
                    {
                        editor.SetBackground($"welcome/{number}.png", "image/png");
                    }
                },
                cancellationToken: Token)));
        }

        await node.Service.DeleteAsync(3, cancellationToken: Token);
        await node.Service.DeleteAsync(4, cancellationToken: Token);
        await node.IncrementAsync(4, Token);
        await node.Get<IGuildConfigMaintenance>().EraseGuildAsync(5, Token);
        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await node.Get<IGuildConfigLifecycle>().MarkLeftAsync(6, Token);
    }

    private static async Task<Dictionary<ulong, string>> DescribeAsync(ContractNode node)
    {
        var guilds = new Dictionary<ulong, string>();
        await foreach (var guild in node.Service.ListAsync(Token))
        {
            guilds.Add(guild.GuildId, $"{guild.WelcomeChannelId}|{guild.Background}|{guild.SettingsJson}|{guild.Revision}|{guild.CreatedAt:O}|{guild.UpdatedAt:O}");
        }

        return guilds;
    }

    private sealed class Callback(Action call) : IProgress<RowProgress>
    {
        public void Report(RowProgress value) => call();
    }
}
