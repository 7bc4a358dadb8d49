using System.Globalization;
using System.Text.Json;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using Edits = DroasBot.GuildConfig.Contract.Edits;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class WriteSessionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_EveryKindOfChange_HasItsLogRow()
    {
        await using var host = await TestHost.StartAsync();
        var who = new ChangeContext { ActorId = 77, Reason = "new season" };
        await host.Service.GetOrCreateAsync(1, who, Token);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = ulong.MaxValue, who, Token);
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.Service.DeleteAsync(1, who, Token);
        await host.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);

        var log = await host.QueryAsync("SELECT revision, guild_id, kind, actor_id, reason, \"before\", \"after\", previous, mark, digest FROM guild_config_change ORDER BY revision");

        Assert.Equal([1L, 2L, 3L, 4L, 5L], log.Select(row => row[0]));
        Assert.Equal([1L, 1L, 1L, 1L, null], log.Select(row => row[1]));
        Assert.Equal([0L, 1L, 1L, 2L, 4L], log.Select(row => row[2]));
        Assert.Equal([77L, 77L, null, 77L, null], log.Select(row => row[3]));
        Assert.Equal(["new season", "new season", null, "new season", null], log.Select(row => row[4]));

        // The previous change contains the state before.
        Assert.All(log, row => Assert.Null(row[5]));
        Assert.Equal([null, 1L, 2L, 3L, null], log.Select(row => row[7]));
        Assert.Null(log[3][6]);
        Assert.Null(log[4][6]);

        // Each was a separate commit.
        Assert.All(log, row => Assert.Matches("^[0-9a-f]{16}$", (string)row[8]!));
        Assert.Equal(5, log.Select(row => row[8]).Distinct().Count());
        Assert.Equal(log[4][8], await host.ScalarAsync<string>("SELECT mark FROM guild_config_clock"));
        Assert.Equal(5, log.Select(row => (long)row[9]!).Distinct().Count());
        using var last = JsonDocument.Parse((string)log[2][6]!);
        Assert.Equal("18446744073709551615", last.RootElement.GetProperty("welcomeChannelId").GetString());
        Assert.Equal("a.png", last.RootElement.GetProperty("background").GetProperty("filePath").GetString());
        Assert.Equal(3, last.RootElement.GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task WriteAsync_ChangesOfOneCommit_AreMarkedAtTheLast()
    {
        await using var host = await TestHost.StartAsync();

        await host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 10, token);
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 20, token);
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 11, token);
            },
            cancellationToken: Token);

        var mark = await host.ScalarAsync<string>("SELECT mark FROM guild_config_clock");
        Assert.Equal([null, null, mark], (await host.QueryAsync("SELECT mark FROM guild_config_change ORDER BY revision")).Select(row => row[0]));
        Assert.Equal([null, null, 1L], (await host.QueryAsync("SELECT previous FROM guild_config_change ORDER BY revision")).Select(row => row[0]));
    }

    [Theory]
    [InlineData("DELETE FROM guild_config_change", null)]
    [InlineData("UPDATE guild_config SET welcome_channel_id = 10, revision = 9; UPDATE guild_config_clock SET revision = 9", 1L)]
    public async Task WriteAsync_GuildDiffersFromItsNewestChange_StoresTheStateBefore(string altered, object? previous)
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        var told = await host.ScalarAsync<string>("SELECT \"after\" FROM guild_config_change");
        await host.ExecuteAsync(altered);

        var after = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, cancellationToken: Token);

        var row = Assert.Single(await host.QueryAsync($"SELECT \"before\", previous FROM guild_config_change WHERE revision = {after.Revision}"));
        Assert.Equal(previous, row[1]);
        Assert.Equal(told.Replace("\"revision\":1", $"\"revision\":{after.Revision - 1}", StringComparison.Ordinal), row[0]);
        Assert.Equal(10UL, (await host.Get<IGuildConfigChangeLog>().GetHistoryAsync(1, Token).FirstAsync(Token)).Before!.WelcomeChannelId);
    }

    [Fact]
    public async Task WriteAsync_ManyConcurrentWrites_RevisionsHaveNoGaps()
    {
        await using var host = await TestHost.StartAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 300), Token, async (i, token) =>
        {
            await host.Service.UpdateAsync((ulong)(i % 17) + 1, e => e.WelcomeChannelId = (ulong)i + 1, cancellationToken: token);
            if (i % 5 == 0)
            {
                await Assert.ThrowsAsync<FormatException>(() => host.Service.UpdateAsync(3, Edits.Failing(new FormatException("mine")), cancellationToken: token));
            }
        });

        var revisions = (await host.QueryAsync("SELECT revision FROM guild_config_change ORDER BY revision")).Select(row => (long)row[0]!).ToList();
        Assert.Equal(Enumerable.Range(1, revisions.Count).Select(i => (long)i), revisions);
        Assert.Equal(revisions.Count, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Empty(await host.QueryAsync("""
            SELECT g.guild_id FROM guild_config g
            WHERE g.revision <> (SELECT max(c.revision) FROM guild_config_change c WHERE c.guild_id = g.guild_id)
            """));
    }

    [Fact]
    public async Task WriteAsync_EditThatChangesNothing_WritesNothing()
    {
        await using var host = await TestHost.StartAsync();
        var before = await host.Service.UpdateAsync(1, Edit, cancellationToken: Token);

        var after = await host.Service.UpdateAsync(1, Edit, cancellationToken: Token);
        var nothing = await host.Service.UpdateAsync(2, _ => { }, cancellationToken: Token);
        var thereAndBack = await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.ClearBackground();
                e.SetBackground("b.png", "image/png");
                Edit(e);
            },
            cancellationToken: Token);

        Assert.Equal(before.Revision, after.Revision);
        Assert.Equal(before.Revision, thereAndBack.Revision);
        Assert.Equal(before.Background, thereAndBack.Background);
        Assert.False(nothing.Exists);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));

        static void Edit(GuildConfigEditor e)
        {
            e.WelcomeChannelId = 10;
            e.SetBackground("a.png", "IMAGE/PNG");
        }
    }

    [Fact]
    public async Task WriteAsync_BackgroundReplacedClearedOrDeleted_LeavesNoOrphan()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await AssertAssetsAsync("a.png");

        await host.Service.UpdateAsync(1, e => e.SetBackground("b.jpg", "image/jpeg"), cancellationToken: Token);
        await AssertAssetsAsync("b.jpg");

        await host.Service.UpdateAsync(1, e => e.ClearBackground(), cancellationToken: Token);
        await AssertAssetsAsync();

        await host.Service.UpdateAsync(1, e => e.SetBackground("c.png", "image/png"), cancellationToken: Token);
        await AssertAssetsAsync("c.png");

        await host.Service.DeleteAsync(1, cancellationToken: Token);
        await AssertAssetsAsync();

        async Task AssertAssetsAsync(params object?[] paths)
        {
            Assert.Equal(paths, (await host.QueryAsync("SELECT file_path FROM background_asset")).Select(row => row[0]));
            Assert.Equal(paths, (await host.QueryAsync("SELECT b.file_path FROM guild_config g JOIN background_asset b ON b.id = g.background_ref")).Select(row => row[0]));
        }
    }

    [Theory]
    [InlineData("DELETE FROM background_asset")]
    [InlineData("UPDATE guild_config SET background_ref = 'another'")]
    [InlineData("INSERT INTO guild_config (guild_id, background_ref, settings, created_at, updated_at, revision) SELECT 9, background_ref, settings, 0, 0, 9 FROM guild_config")]
    [InlineData("INSERT INTO guild_config (guild_id, settings, created_at, updated_at, revision) VALUES (0, '{}', 0, 0, 9)")]
    [InlineData("INSERT INTO guild_config_clock (id, revision, epoch) VALUES (2, 0, 'x')")]
    public async Task Schema_StatementThatViolatesARelation_IsRefusedByTheDatabase(string sql)
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        var refused = await Assert.ThrowsAsync<SqliteException>(() => host.ExecuteAsync(sql));

        Assert.Equal(19, refused.SqliteErrorCode);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task WriteAsync_UnreadableRow_FailsOnlyTheChangesOfItsGuild()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.ExecuteAsync("UPDATE guild_config SET updated_at = 'later'");
        await using var held = await HeldUnit.StartAsync(host);
        var writes = Enumerable.Range(1, 2).Select(guild => host.Service.UpdateAsync((ulong)guild, e => e.WelcomeChannelId = 5, cancellationToken: Token)).ToList();

        await held.ReleaseAsync();

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => writes[0].InTime());
        Assert.Contains("The column updated_at holds a text where a whole number belongs.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5UL, (await writes[1].InTime()).WelcomeChannelId);
        Assert.Equal("later", await host.ScalarAsync<string>("SELECT updated_at FROM guild_config WHERE guild_id = 1"));
    }

    /// <summary>Only setting a background needs its image.</summary>
    [Fact]
    public async Task WriteAsync_ImageOfTheBackgroundIsGone_ChangesTheOtherValues()
    {
        await using var host = await TestHost.StartAsync();
        using var picture = new MemoryStream(Pictures.Png(1));
        var content = await host.Get<IGuildBackgroundStore>().PutAsync(picture, Token);
        await host.Service.UpdateAsync(1, e => e.SetBackground(content), cancellationToken: Token);
        await host.ExecuteAsync("PRAGMA foreign_keys = off; DELETE FROM background_content");

        var after = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Assert.Equal((5UL, content.Hash), (after.WelcomeChannelId, after.Background!.ContentHash));
        Assert.Equal("content", (await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(2, e => e.SetBackground(content), cancellationToken: Token))).ParamName);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"welcome\": {\"greeting\": \"Hi")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task WriteAsync_RowWithDamagedSettings_KeepsThemByteForByte(string damaged)
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.StopAsync();
        await host.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE guild_config SET settings = '{damaged}'"));
        await host.RestartAsync();

        var updated = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Assert.Equal(5UL, updated.WelcomeChannelId);
        Assert.Equal(damaged, await host.ScalarAsync<string>("SELECT settings FROM guild_config"));
        using var after = JsonDocument.Parse(await host.ScalarAsync<string>("SELECT \"after\" FROM guild_config_change WHERE revision = 2"));
        Assert.Equal(damaged, after.RootElement.GetProperty("settings").GetString());
    }
}
