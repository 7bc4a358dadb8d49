using System.Data.Common;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Values are stored and read back.</summary>
public abstract class StorageContract : StoreContract
{
    private const ulong SignBit = 0x8000_0000_0000_0000;

    public static TheoryData<ulong> Edges => [1, 2, 175928847299117063, SignBit - 2, SignBit - 1, SignBit, SignBit + 1, ulong.MaxValue - 1, ulong.MaxValue];

    [Fact]
    public async Task GetAsync_UnknownGuild_ReturnsDefaultsAndWritesNothing()
    {
        var node = await Store.StartNodeAsync();

        var snapshot = await node.Service.GetAsync(5, Token);

        Assert.False(snapshot.Exists);
        Assert.Equal(0, snapshot.Revision);
        Assert.Equal(0L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
        Assert.Equal(0L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task GetOrCreateAsync_TwiceAndFromTwoNodes_StoresDefaultsOnce()
    {
        var (node, other) = (await Store.StartNodeAsync(), await Store.StartNodeAsync());

        var first = await node.Service.GetOrCreateAsync(5, cancellationToken: Token);
        var second = await node.Service.GetOrCreateAsync(5, cancellationToken: Token);
        var third = await other.Service.GetOrCreateAsync(5, cancellationToken: Token);

        Assert.True(first.Exists);
        Assert.Equal([1L, 1L, 1L], [first.Revision, second.Revision, third.Revision]);
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public async Task UpdateAsync_EdgeSnowflakes_AreReadBackFromTheDatabase(ulong id)
    {
        var node = await Store.StartNodeAsync();
        var who = new ChangeContext { ActorId = id, Reason = "héllo 🎉 \u2028" };
        var written = await node.Service.UpdateAsync(
            id,
            e =>
            {
                e.WelcomeChannelId = id;
                e.SetBackground("events/a.png", "image/png");
            },
            who,
            Token);

        var other = await Store.StartNodeAsync();
        var read = await other.Service.GetAsync(id, Token);
        var change = await other.Log.GetHistoryAsync(id, Token).SingleAsync(Token);

        Assert.Equal(id, read.GuildId);
        Assert.Equal(id, read.WelcomeChannelId);
        Assert.Equal(written.Background, read.Background);
        Assert.Equal((written.Revision, written.CreatedAt, written.UpdatedAt), (read.Revision, read.CreatedAt, read.UpdatedAt));
        Assert.Equal((id, id, who.Reason), (change.GuildId, change.ActorId, change.Reason));
        Assert.Equal(id, change.After!.WelcomeChannelId);
    }

    [Fact]
    public async Task ListAsync_SeveralPagesOnBothSidesOfTheSignBit_IsInAscendingUnsignedOrder()
    {
        var node = await Store.StartNodeAsync();
        ulong[] ids = [1, 2, SignBit - 1, SignBit, SignBit + 1, ulong.MaxValue, .. Enumerable.Range(0, 600).Select(i => 1000 + ((ulong)i * 7)), .. Enumerable.Range(0, 600).Select(i => SignBit + 1000 + ((ulong)i * 7))];
        await node.Service.TransactAsync(
            async (transaction, token) =>
            {
                foreach (var id in ids.Reverse())
                {
                    await transaction.UpdateAsync(id, e => e.WelcomeChannelId = id, token);
                }
            },
            cancellationToken: Token);

        var listed = await node.Service.ListAsync(Token).Select(snapshot => snapshot.GuildId).ToListAsync(Token);

        Assert.Equal(ids.Order(), listed);
        foreach (var after in new ulong[] { 0, 1, 500, 1003, SignBit - 1, SignBit, SignBit + 1700, ulong.MaxValue - 1, ulong.MaxValue })
        {
            Assert.Equal(ids.Order().Where(id => id > after).Take(20), await node.Service.ListAsync(after, Token).Take(20).Select(snapshot => snapshot.GuildId).ToListAsync(Token));
        }
    }

    [Fact]
    public async Task UpdateAsync_BackgroundReplacedClearedOrDeleted_LeavesNoOrphan()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await AssertAssetsAsync("a.png");
        await node.Service.UpdateAsync(1, e => e.SetBackground("b.jpg", "image/jpeg"), cancellationToken: Token);
        await AssertAssetsAsync("b.jpg");
        await node.Service.UpdateAsync(1, e => e.ClearBackground(), cancellationToken: Token);
        await AssertAssetsAsync();
        await node.Service.UpdateAsync(1, e => e.SetBackground("c.png", "image/png"), cancellationToken: Token);
        await AssertAssetsAsync("c.png");

        Assert.True(await node.Service.DeleteAsync(1, cancellationToken: Token));

        await AssertAssetsAsync();
        Assert.Equal(0L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
        Assert.False(await node.Service.DeleteAsync(1, cancellationToken: Token));
        Assert.False((await node.Service.GetAsync(1, Token)).Exists);

        async Task AssertAssetsAsync(params object?[] paths)
        {
            Assert.Equal(paths, (await Store.QueryAsync("SELECT file_path FROM background_asset")).Select(row => row[0]));
            Assert.Equal(paths, (await Store.QueryAsync("SELECT b.file_path FROM guild_config g JOIN background_asset b ON b.id = g.background_ref")).Select(row => row[0]));
        }
    }

    [Theory]
    [InlineData("""{"z":1,"a":{"b":[1.50,1e3],"ü":"\u00fc"}}""")]
    [InlineData("{ \"spaced\" :\n\t{} }")]
    [InlineData("""{"damaged": """)]
    [InlineData("")]
    public async Task UpdateAsync_SettingsOfAnotherVersion_KeepsThemByteForByte(string settings)
    {
        var first = await Store.StartNodeAsync();
        await first.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await Store.ExecuteAsync($"UPDATE guild_config SET settings = '{settings}'");
        var node = await Store.StartNodeAsync();

        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        Assert.Equal(settings, await Store.ScalarAsync<string>("SELECT settings FROM guild_config"));
    }

    [Theory]
    [InlineData("DELETE FROM background_asset")]
    [InlineData("UPDATE guild_config SET background_ref = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("INSERT INTO guild_config (guild_id, background_ref, settings, created_at, updated_at, revision) SELECT 9, background_ref, settings, 0, 0, 9 FROM guild_config")]
    [InlineData("INSERT INTO guild_config (guild_id, settings, created_at, updated_at, revision) VALUES (0, '{}', 0, 0, 9)")]
    [InlineData("INSERT INTO guild_config_clock (id, revision, epoch) VALUES (2, 0, 'x')")]
    public async Task Schema_StatementThatViolatesARelation_IsRefusedByTheDatabase(string sql)
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        await Assert.ThrowsAnyAsync<DbException>(() => Store.ExecuteAsync(sql));
    }

    [Fact]
    public async Task AnyCall_ClockIsMissing_FailsWithTheReason()
    {
        var node = await Store.StartNodeAsync();
        await Store.ExecuteAsync("DELETE FROM guild_config_clock");

        foreach (var call in (Func<Task>[])
            [
                () => node.Service.GetAsync(5, Token).AsTask(),
                () => node.Service.UpdateAsync(5, e => e.WelcomeChannelId = 6, cancellationToken: Token),
                () => Store.StartNodeAsync(),
            ])
        {
            var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => call().InTime());
            Assert.True(failure.Message.Contains("guild_config_clock is empty", StringComparison.Ordinal), failure.ToString());
            Assert.False(failure.IsTransient);
        }
    }

    [Fact]
    public async Task StartAsync_StoredGuilds_ArePreloaded()
    {
        var first = await Store.StartNodeAsync();
        await Parallel.ForEachAsync(Enumerable.Range(1, 50), Token, async (i, token) => await first.IncrementAsync((ulong)i, token));

        var node = await Store.StartNodeAsync();

        Assert.Equal(50, node.Cache.GetStatistics().Count);
        Assert.True(node.Service.GetAsync(50, Token).AsTask().IsCompletedSuccessfully);
    }
}
