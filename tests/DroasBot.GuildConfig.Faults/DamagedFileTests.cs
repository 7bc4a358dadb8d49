using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>The file is not a database, or no longer a complete one.</summary>
[Trait("Invariant", "8")]
public class DamagedFileTests
{
    private const int Guilds = 400;
    private const int PageSize = 4096;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("two bytes")]
    [InlineData("a text")]
    [InlineData("a page of noise")]
    [InlineData("much noise")]
    [InlineData("zeros")]
    public async Task NotADatabase_RefusesToStartAndLeavesTheFileAlone(string what)
    {
        var content = what switch
        {
            "two bytes" => [1, 2],
            "a text" => "The settings of a bot\n"u8.ToArray(),
            "a page of noise" => Noise(PageSize),
            "much noise" => Noise(100_000),
            _ => new byte[2 * PageSize],
        };
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.Database, content, Token);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => FaultHost.StartAsync(directory.Database));

        AssertClear(failure, directory.Database, "is not an SQLite database");
        Assert.Equal(content, await File.ReadAllBytesAsync(directory.Database, Token));
        Assert.False(File.Exists(directory.Database + "-wal"));
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(512, true)]
    [InlineData(PageSize, true)]
    [InlineData(PageSize, false)]
    [InlineData((5 * PageSize) + 100, true)]
    [InlineData(10 * PageSize, false)]
    [InlineData(-PageSize, true)]
    [InlineData(-1, true)]
    public async Task Truncated_RefusesToStartAndLeavesTheFileAlone(int length, bool preload)
    {
        using var directory = new TemporaryDirectory();
        await FillAsync(directory.Database);
        var content = await File.ReadAllBytesAsync(directory.Database, Token);
        content = content[..(length > 0 ? length : content.Length + length)];
        await File.WriteAllBytesAsync(directory.Database, content, Token);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => FaultHost.StartAsync(directory.Database, options => options.PreloadOnStartup = preload));

        Assert.Contains(directory.Database, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Equal(content, await File.ReadAllBytesAsync(directory.Database, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LogWithoutItsDatabase_RefusesToStartAndLeavesTheLogAlone(bool isEmpty)
    {
        using var directory = new TemporaryDirectory();
        var acknowledged = await WritingNode.WriteAndKillAsync(directory.Database, units: 100);
        var log = await File.ReadAllBytesAsync(directory.Database + "-wal", Token);
        var away = directory.File("away.db");
        File.Move(directory.Database, away);
        if (isEmpty)
        {
            await File.WriteAllBytesAsync(directory.Database, [], Token);
        }

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => FaultHost.StartAsync(directory.Database));

        Assert.Contains(directory.Database, failure.Message, StringComparison.Ordinal);
        Assert.Equal(log, await File.ReadAllBytesAsync(directory.Database + "-wal", Token));
        Assert.Equal(isEmpty, File.Exists(directory.Database));
        File.Move(away, directory.Database, overwrite: true);
        await (await FaultHost.StartAsync(directory.Database)).DisposeAsync();
        var changes = StoredState.Read(directory.Database).Changes.ToLookup(c => c.Reason);
        Assert.All(acknowledged, unit => unit.AssertIn(changes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DamagedPage_EachGuildIsReadAsItWasOrFailsClearly(bool preload)
    {
        using var directory = new TemporaryDirectory();
        await FillAsync(directory.Database);
        var content = await File.ReadAllBytesAsync(directory.Database, Token);
        var (refused, unread, read) = (0, 0, 0);
        for (var page = 0; page < content.Length / PageSize; page += 3)
        {
            var file = directory.File($"page-{page}.db");
            var damaged = content.ToArray();
            Noise(PageSize).CopyTo(damaged, page * PageSize);
            await File.WriteAllBytesAsync(file, damaged, Token);
            try
            {
                await using var host = await FaultHost.StartAsync(file, options => options.PreloadOnStartup = preload);
                for (var guild = 1; guild <= Guilds; guild += 7)
                {
                    try
                    {
                        AssertAsWritten(guild, await host.ReadUncachedAsync((ulong)guild));
                        read++;
                        Assert.NotNull((await host.SetAsync((ulong)guild, 1)).Background);
                    }
                    catch (GuildConfigStoreException failure)
                    {
                        AssertClear(failure, file, "is damaged");
                        unread++;
                    }
                }
            }
            catch (GuildConfigStoreException failure)
            {
                AssertClear(failure, file, page == 0 ? "is not an SQLite database" : "is damaged");
                Assert.Equal(damaged, await File.ReadAllBytesAsync(file, Token));
                refused++;
            }
        }

        Assert.True(refused > 0 && unread > 0 && read > 0, $"{refused} starts refused, {unread} calls failed, {read} guilds read");
    }

    [Fact]
    public async Task DamagedPage_IsReportedByACompletedVerification()
    {
        using var directory = new TemporaryDirectory();
        await FillAsync(directory.Database);
        var content = await File.ReadAllBytesAsync(directory.Database, Token);
        var verified = 0;
        for (var page = 1; page < content.Length / PageSize; page += 5)
        {
            var file = directory.File($"page-{page}.db");
            var damaged = content.ToArray();
            Noise(PageSize).CopyTo(damaged, page * PageSize);
            await File.WriteAllBytesAsync(file, damaged, Token);
            try
            {
                await using var host = await FaultHost.StartAsync(file, options => options.PreloadOnStartup = false);

                var problems = await host.Maintenance.VerifyAsync(Token);

                Assert.Contains(problems, problem => problem.Contains("damaged", StringComparison.Ordinal));
                verified++;
            }
            catch (GuildConfigStoreException failure)
            {
                // It does not even start.
                AssertClear(failure, file, "is damaged");
            }
        }

        Assert.True(verified > 5, $"{verified} verified");
    }

    internal static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }

    private static void AssertClear(GuildConfigStoreException failure, string file, string what)
    {
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.IsType<SqliteException>(failure.InnerException);
    }

    private static void AssertAsWritten(int guild, GuildConfigSnapshot snapshot)
    {
        Assert.True(snapshot.Exists);
        Assert.Equal((ulong)guild + 1000, snapshot.WelcomeChannelId);
        Assert.Equal($"{guild}/background.png", snapshot.Background?.FilePath);
    }

    private static async Task FillAsync(string file)
    {
        await using var host = await FaultHost.StartAsync(file);
        await Task.WhenAll(Enumerable.Range(1, Guilds).Select(guild => host.Service.UpdateAsync((ulong)guild, e =>
        {
            e.WelcomeChannelId = (ulong)guild + 1000;
            e.SetBackground($"{guild}/background.png", "image/png");
        })));
    }
}
