using System.Text.Json;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Writes are atomic, ordered and counted.</summary>
public abstract class WritingContract : StoreContract
{
    [Fact]
    public async Task UpdateAsync_EveryKindOfChange_HasALogRowWithItsStateAndPreviousChange()
    {
        var node = await Store.StartNodeAsync();
        var who = new ChangeContext { ActorId = 77, Reason = "new season" };
        await node.Service.GetOrCreateAsync(1, who, Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = ulong.MaxValue, who, Token);
        await node.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await node.Service.DeleteAsync(1, who, Token);
        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);

        var log = await Store.QueryAsync("SELECT revision, guild_id, kind, actor_id, reason, \"before\", \"after\", previous FROM guild_config_change ORDER BY revision");

        Assert.Equal([1L, 2L, 3L, 4L, 5L], log.Select(row => row[0]));
        Assert.Equal([1L, 1L, 1L, 1L, null], log.Select(row => row[1]));
        Assert.Equal([0L, 1L, 1L, 2L, 4L], log.Select(row => Convert.ToInt64(row[2], null)));
        Assert.Equal([77L, 77L, null, 77L, null], log.Select(row => row[3]));
        Assert.Equal(["new season", "new season", null, "new season", null], log.Select(row => row[4]));
        Assert.All(log, row => Assert.Null(row[5]));
        Assert.Equal([null, 1L, 2L, 3L, null], log.Select(row => row[7]));
        Assert.Equal([null, null], [log[3][6], log[4][6]]);
        using var last = JsonDocument.Parse((string)log[2][6]!);
        Assert.Equal("18446744073709551615", last.RootElement.GetProperty("welcomeChannelId").GetString());
        Assert.Equal("a.png", last.RootElement.GetProperty("background").GetProperty("filePath").GetString());
    }

    [Fact]
    public async Task UpdateAsync_UnexpectedRevision_ConflictsAndChangesNothing()
    {
        var (node, other) = (await Store.StartNodeAsync(), await Store.StartNodeAsync());
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        var second = await other.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, new ChangeContext { ExpectedRevision = 1 }, Token);
        var stale = new ChangeContext { ExpectedRevision = 1 };
        Func<Task>[] calls =
        [
            () => node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 12, stale, Token),
            () => node.Service.DeleteAsync(1, stale, Token),
            () => node.Service.GetOrCreateAsync(1, stale, Token),
        ];

        foreach (var call in calls)
        {
            var conflict = await Assert.ThrowsAsync<GuildConfigConflictException>(call);
            Assert.Equal((1UL, 1L, second.Revision), (conflict.GuildId, conflict.ExpectedRevision, conflict.ActualRevision));
        }

        Assert.Equal(2L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(11L, await Store.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
    }

    [Fact]
    public async Task UpdateAsync_EditThatChangesNothing_WritesNothing()
    {
        var node = await Store.StartNodeAsync();
        var before = await node.Service.UpdateAsync(1, Edit, cancellationToken: Token);

        var after = await node.Service.UpdateAsync(1, Edit, cancellationToken: Token);
        var nothing = await node.Service.UpdateAsync(2, _ => { }, cancellationToken: Token);

        Assert.Equal(before.Revision, after.Revision);
        Assert.False(nothing.Exists);
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));

        static void Edit(GuildConfigEditor e)
        {
            e.WelcomeChannelId = 10;
            e.SetBackground("a.png", "IMAGE/PNG");
        }
    }

    [Fact]
    public async Task TransactAsync_ExceptionAfterSeveralChanges_ChangesNothing()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        await Assert.ThrowsAsync<FormatException>(() => node.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.SetBackground("b.png", "image/png"), token);
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 2, token);
                await transaction.DeleteAsync(1, token);
                throw new FormatException("mine");
            },
            cancellationToken: Token));

        Assert.Equal(["a.png"], (await Store.QueryAsync("SELECT file_path FROM background_asset")).Select(row => row[0]));
        Assert.Equal([1L], (await Store.QueryAsync("SELECT guild_id FROM guild_config")).Select(row => row[0]));
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal("a.png", (await node.Service.GetAsync(1, Token)).Background!.FilePath);
        Assert.False((await node.Service.GetAsync(2, Token)).Exists);
    }

    [Fact]
    public async Task TransactAsync_SeveralGuilds_ReadsItsOwnWritesAndCommitsAll()
    {
        var node = await Store.StartNodeAsync();

        await node.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 1, token);
                Assert.Equal(1UL, (await transaction.GetAsync(1, token)).WelcomeChannelId);
                await transaction.UpdateAsync(2, e => e.WelcomeChannelId = 2, token);
            },
            cancellationToken: Token);

        Assert.Equal([1L, 2L], (await Store.QueryAsync("SELECT revision FROM guild_config_change ORDER BY revision")).Select(row => row[0]));
        Assert.Equal(2UL, (await node.Service.GetAsync(2, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task UpdateAsync_64CallersOnTwoNodesSomeOfWhomFail_LosesNoIncrement()
    {
        const int Callers = 64;
        const int Each = 20;
        const int Guilds = 7;
        ContractNode[] nodes = [await Store.StartNodeAsync(Patient), await Store.StartNodeAsync(Patient)];

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await nodes[caller % 2].IncrementAsync((ulong)((caller + i) % Guilds) + 1, Token);
                    if (i % 5 == 0)
                    {
                        await Assert.ThrowsAsync<FormatException>(() => nodes[caller % 2].Service.UpdateAsync(3, Edits.Failing(new FormatException("mine")), cancellationToken: Token));
                    }
                }
            },
            Token)));

        Assert.Equal((decimal)(Callers * Each), Convert.ToDecimal(await Store.ScalarAsync<object>("SELECT sum(welcome_channel_id) FROM guild_config"), null));
        var revisions = (await Store.QueryAsync("SELECT revision FROM guild_config_change ORDER BY revision")).Select(row => (long)row[0]!);
        Assert.Equal(Enumerable.Range(1, Callers * Each).Select(i => (long)i), revisions);
        Assert.Equal((long)(Callers * Each), await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Empty(await Store.QueryAsync("SELECT g.guild_id FROM guild_config g WHERE g.revision <> (SELECT max(c.revision) FROM guild_config_change c WHERE c.guild_id = g.guild_id)"));

        // Two nodes take turns; none of their callers should fail only because the machine is slow.
        static void Patient(GuildConfigOptions options) => options.TransactionTimeout = Deadlines.Limit;
    }

    [Fact]
    public async Task UpdateAsync_AuthorizerRefuses_ChangesNothing()
    {
        var node = await Store.StartNodeAsync(register: services => services.AddSingleton<IGuildConfigAuthorizer, OnlyActor7>());
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, new ChangeContext { ActorId = 7 }, Token);

        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 11, new ChangeContext { ActorId = 8 }, Token));
        await Assert.ThrowsAsync<GuildConfigAccessDeniedException>(() => node.Service.DeleteAsync(1, cancellationToken: Token));

        Assert.Equal(10L, await Store.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    private sealed class OnlyActor7 : IGuildConfigAuthorizer
    {
        public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken) => new(access.ActorId == 7);
    }
}
