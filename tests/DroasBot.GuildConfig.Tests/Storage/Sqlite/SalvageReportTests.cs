using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Sqlite.Salvage;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>Rows that are lost or wrong in a readable file, and what is said about each guild.</summary>
public sealed class SalvageReportTests : IAsyncDisposable
{
    private readonly SqliteStore _source = new();
    private readonly SqliteStore _target = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    /// <summary>Guild 1 was created (1), changed (2, 3), deleted (4), created (5) and changed (6).</summary>
    [Theory]
    [InlineData("1", "Guild 1 lost changes before revision 2.")]
    [InlineData("1, 2", "Guild 1 lost changes before revision 3.")]
    [InlineData("2", "Guild 1 lost changes between revisions 1 and 3.")]
    [InlineData("1, 2, 3", "Guild 1 lost the change with revision 4, which is meaningless without earlier ones; lost changes before revision 5.")]
    [InlineData("4", "Guild 1 lost changes before revision 5, and the changes up to revision 3 do not lead to it, so they were left out; lost changes before revision 5.")]
    [InlineData("5", "Guild 1 lost changes between revisions 4 and 6.")]
    [InlineData("6", "Guild 1 lost changes after revision 5, and got one with its current state.")]
    [InlineData("5, 6", "Guild 1 lost changes after revision 4, and got one with its current state.")]
    [InlineData("4, 5, 6", "Guild 1 was created again after its older changes, so they were left out; has lost its history, and got a change with its current state.")]
    [InlineData("1, 2, 3, 4, 5, 6", "Guild 1 has lost its history, and got a change with its current state.")]
    public async Task RunAsync_ChangesAreLost_SaysWhichAndKeepsTheCurrentState(string lost, string said)
    {
        var clock = new FakeTimeProvider();
        await using (var node = await _source.StartNodeAsync(register: services => services.AddSingleton<TimeProvider>(clock)))
        {
            for (var round = 0; round < 3; round++)
            {
                await node.IncrementAsync(1, Token);
            }

            await node.Service.DeleteAsync(1, cancellationToken: Token);

            // So that it is created at another time.
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await node.IncrementAsync(1, Token);
            await node.IncrementAsync(1, Token);
        }

        await _source.ExecuteAsync($"DELETE FROM guild_config_change WHERE revision IN ({lost})");

        var report = await SalvageAsync();

        Assert.Equal([said], report.Guilds);
        Assert.Empty(report.Problems);
        Assert.Equal(new SalvagedTable("guild_config_change", 6 - lost.Split(',').Length, lost.Split(',').Length, MayLackMore: false), TableOf(report, "guild_config_change"));
        Assert.Equal(2UL, await ChannelAsync());
    }

    [Theory]
    [InlineData("DELETE FROM guild_config", "Guild 1 was rebuilt from its change with revision 3.")]
    [InlineData("UPDATE guild_config SET revision = 2", "Guild 1 was rebuilt from its change with revision 3.")]
    [InlineData("UPDATE guild_config SET updated_at = updated_at + 1", "Guild 1 was rebuilt from its change with revision 3.")]
    [InlineData("UPDATE guild_config SET welcome_channel_id = 9", "Guild 1 was rebuilt from its change with revision 3.")]
    [InlineData("PRAGMA ignore_check_constraints = on; UPDATE guild_config SET revision = 0", "Guild 1 was rebuilt from its change with revision 3.")]
    [InlineData("UPDATE guild_config SET updated_at = 'x'", "Guild 1 was rebuilt from its change with revision 3.")]
    [InlineData("PRAGMA ignore_check_constraints = on; INSERT INTO guild_config (guild_id, settings, created_at, updated_at, revision) VALUES (0, '{}', 0, 0, 3)", null)]
    [InlineData("UPDATE guild_config_change SET reason = 'altered' WHERE revision = 3", "Guild 1 lost changes after revision 2, and got one with its current state.")]
    [InlineData("UPDATE guild_config_change SET kind = 99 WHERE revision = 3", "Guild 1 lost changes after revision 2, and got one with its current state.")]
    [InlineData("UPDATE guild_config_change SET changed_at = 'x' WHERE revision = 3", "Guild 1 lost changes after revision 2, and got one with its current state.")]
    public async Task RunAsync_RowIsLostOrWrong_TakesTheOtherOneOfRowAndChange(string sql, string? said)
    {
        await FillAsync();
        await _source.ExecuteAsync(sql);

        var report = await SalvageAsync();

        Assert.Equal(said is null ? [] : [said], report.Guilds);
        Assert.Empty(report.Problems);
        Assert.Equal(3UL, await ChannelAsync());
        Assert.Equal((1, said?.Contains("rebuilt", StringComparison.Ordinal) is true ? 1 : 0), (TableOf(report, "guild_config").Kept, TableOf(report, "guild_config").Lost));
    }

    /// <summary>The guild is named even if its row cannot be read, since its id is the key of the row.</summary>
    [Theory]
    [InlineData("updated_at = 'x'")]
    [InlineData("revision = 'x'")]
    [InlineData("revision = 0")]
    [InlineData("revision = -1")]
    [InlineData("settings = x'01'")]
    [InlineData("welcome_channel_id = 0")]
    [InlineData("updated_at = 9223372036854775807")]
    public async Task RunAsync_RowIsWrongAndTheHistoryLost_SaysThatTheGuildIsLost(string wrong)
    {
        await FillAsync();
        await _source.ExecuteAsync($"PRAGMA ignore_check_constraints = on; UPDATE guild_config SET {wrong}; DELETE FROM guild_config_change");

        var report = await SalvageAsync();

        Assert.Equal(["Guild 1 cannot be read, and has lost its history: it is lost."], report.Guilds);
        Assert.Equal(new SalvagedTable("guild_config", 0, 1, MayLackMore: false), TableOf(report, "guild_config"));
    }

    [Fact]
    public async Task RunAsync_RowsOfOtherGuildsAreWrong_NamesThemInOrder()
    {
        await FillAsync();
        await _source.ExecuteAsync("INSERT INTO guild_config (guild_id, settings, created_at, updated_at, revision) VALUES (8, '{}', 0, 0, 'x'), (7, '{}', 0, 'x', 4), (-1, '{}', 0, 'x', 5)");

        var report = await SalvageAsync();

        Assert.Equal(
            [
                "Guild 18446744073709551615 cannot be read, and has lost its history: it is lost.",
                "Guild 7 cannot be read, and has lost its history: it is lost.",
                "Guild 8 cannot be read, and has lost its history: it is lost.",
            ],
            report.Guilds);
        Assert.Equal(new SalvagedTable("guild_config", 1, 3, MayLackMore: false), TableOf(report, "guild_config"));
        Assert.Equal(3UL, await ChannelAsync());
    }

    [Fact]
    public async Task RunAsync_RowIsWrongAndTheHistoryIncomplete_SaysBoth()
    {
        await FillAsync();
        await _source.ExecuteAsync("DELETE FROM guild_config_change WHERE revision < 3; UPDATE guild_config SET updated_at = 'x'");

        Assert.Equal(["Guild 1 lost changes before revision 3; was rebuilt from its change with revision 3."], (await SalvageAsync()).Guilds);
    }

    [Fact]
    public async Task RunAsync_GuildWasDeletedAndItsRowIsOlder_LeavesTheRowOut()
    {
        await FillAsync();
        var row = (await _source.QueryAsync("SELECT settings, created_at, updated_at FROM guild_config"))[0];
        await using (var node = await _source.StartNodeAsync())
        {
            await node.Service.DeleteAsync(1, cancellationToken: Token);
        }

        await _source.ExecuteAsync($"INSERT INTO guild_config (guild_id, settings, created_at, updated_at, revision) VALUES (1, '{row[0]}', {row[1]}, {row[2]}, 3)");

        var report = await SalvageAsync();

        Assert.Equal(["Guild 1 was deleted by the change with revision 4, so its older row was left out."], report.Guilds);
        Assert.Equal(new SalvagedTable("guild_config", 0, 1, MayLackMore: false), TableOf(report, "guild_config"));
    }

    [Theory]
    [InlineData("DELETE FROM background_content", 0, 1)]
    [InlineData("UPDATE background_content SET bytes = x'01'", 0, 2)]
    public async Task RunAsync_ImageIsLost_ClearsTheBackgroundAndNamesIt(string sql, int kept, int lost)
    {
        var content = await FillWithImageAsync();
        await _source.ExecuteAsync("PRAGMA foreign_keys = off; " + sql);

        var report = await SalvageAsync();

        Assert.Equal([$"Guild 1 lost its background ({content.Hash}), which was cleared."], report.Guilds);
        Assert.Equal(new SalvagedTable("background_content", kept, lost, MayLackMore: false), TableOf(report, "background_content"));
        Assert.Empty(report.Problems);
        await using var node = await _target.StartNodeAsync();
        var guild = await node.Service.GetAsync(1, Token);
        Assert.Equal((null, 2L, 1UL), (guild.Background, guild.Revision, guild.WelcomeChannelId!.Value));
    }

    [Fact]
    public async Task RunAsync_BackgroundIsUnknown_SaysSo()
    {
        await FillWithImageAsync();
        await _source.ExecuteAsync("PRAGMA foreign_keys = off; DELETE FROM background_asset; DELETE FROM guild_config_change");

        var report = await SalvageAsync();

        Assert.Equal(["Guild 1 has lost its history, and got a change with its current state; lost its background, about which nothing is known."], report.Guilds);
        Assert.Empty(report.Problems);
    }

    /// <summary>Bytes with their own hash, which are no image.</summary>
    [Fact]
    public async Task RunAsync_ContentIsNoImage_IsLeftOut()
    {
        await FillAsync();
        await _source.ExecuteAsync($"INSERT INTO background_content (hash, media_type, width, height, length, bytes, created_at) VALUES ('{ContentHash.Of([1])}', 'image/png', 1, 1, 1, x'01', 0)");

        Assert.Equal(new SalvagedTable("background_content", 0, 1, MayLackMore: false), TableOf(await SalvageAsync(), "background_content"));
    }

    [Theory]
    [InlineData("UPDATE guild_config_clock SET revision = 100", 100, 97, 1, 0)]
    [InlineData("UPDATE guild_config_clock SET revision = 100, pruned = 90", 100, 7, 1, 0)]
    [InlineData("UPDATE guild_config_clock SET revision = 1", 3, 0, 1, 0)]
    [InlineData("DELETE FROM guild_config_clock", 3, 0, 0, 1)]
    public async Task RunAsync_Clock_CountsWhatIsLost(string sql, long revision, int lostChanges, int kept, int lost)
    {
        await FillAsync();
        await _source.ExecuteAsync(sql);

        var report = await SalvageAsync();

        Assert.Equal(revision, report.Revision);
        Assert.Equal(new SalvagedTable("guild_config_change", 3, lostChanges, MayLackMore: false), TableOf(report, "guild_config_change"));
        Assert.Equal(new SalvagedTable("guild_config_clock", kept, lost, MayLackMore: false), TableOf(report, "guild_config_clock"));
        Assert.Equal(revision, await _target.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task RunAsync_Departures_CountsThoseThatAreOfAGuildAndReadable()
    {
        await FillAsync();
        await _source.ExecuteAsync("PRAGMA ignore_check_constraints = on; INSERT INTO guild_departure VALUES (5, 1), (6, 'x'), (7, 1), (0, 1)");

        var report = await SalvageAsync();

        Assert.Equal(new SalvagedTable("guild_departure", 2, 2, MayLackMore: false), TableOf(report, "guild_departure"));
        Assert.Equal(2, await _target.ScalarAsync<long>("SELECT count(*) FROM guild_departure"));
    }

    [Fact]
    public async Task RunAsync_ThousandsOfRows_ReportsEachThousand()
    {
        await FillAsync();
        await _source.ExecuteAsync("WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < 2500) INSERT INTO guild_departure SELECT id, 1000000000000 FROM n");
        var progress = new RecordedProgress<RowProgress>();

        await SalvageAsync(progress: progress);

        Assert.Equal([new(1000, 0), new(2000, 0)], progress.All);
    }

    [Fact]
    public async Task RunAsync_NoSuchFile_IsRefused()
    {
        var missing = _source.File + ".missing";

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => SalvageAsync(missing));

        Assert.StartsWith($"The file '{missing}' does not exist, or is empty. Name the damaged database; nothing was created.", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_target.File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task RunAsync_TargetIsAFileOfTheSource_IsRefused(string suffix)
    {
        await FillAsync();
        var node = _target.BuildNode(options => options.ConnectionString = "Data Source=" + _source.File + suffix);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => DatabaseSalvage.RunAsync(_source.File, node.Services, progress: null, Token).InTime());

        Assert.Equal($"'{_source.File}{suffix}' is the damaged database itself, or its log. Name a new file; nothing was changed.", refused.Message);
    }

    private static SalvagedTable TableOf(SalvageReport report, string name) => report.Tables.Single(table => table.Name == name);

    private Task<SalvageReport> SalvageAsync(string? damaged = null, IProgress<RowProgress>? progress = null)
        => DatabaseSalvage.RunAsync(damaged ?? _source.File, _target.BuildNode().Services, progress, Token).InTime();

    private async Task<ulong?> ChannelAsync()
    {
        await using var node = await _target.StartNodeAsync();
        return (await node.Service.GetAsync(1, Token)).WelcomeChannelId;
    }

    /// <summary>Guild 1 is changed three times, so that its channel is 3.</summary>
    private async Task FillAsync()
    {
        await using var node = await _source.StartNodeAsync();
        for (var round = 0; round < 3; round++)
        {
            await node.IncrementAsync(1, Token);
        }
    }

    private async Task<BackgroundContent> FillWithImageAsync()
    {
        await using var node = await _source.StartNodeAsync();
        using var picture = new MemoryStream(Pictures.Png(1));
        var content = await node.Get<IGuildBackgroundStore>().PutAsync(picture, Token);
        await node.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 1;
                e.SetBackground(content);
            },
            cancellationToken: Token);
        return content;
    }
}
