using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>The connection is lost between COMMIT and its response.</summary>
public sealed class CommitInDoubtTests(PostgreSqlServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(CommitCut.BeforeServer))]
    [InlineData(nameof(CommitCut.AfterServer))]
    public async Task UpdateAsync_ConnectionLostDuringCommit_IsAppliedOnce(string cut)
    {
        await using var proxy = new CuttingProxy(server);
        await using var store = new PostgreSqlStore(server, proxy.Through);
        var node = await store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        await using var probe = new ChangeProbe(node.Services);

        proxy.Next = Enum.Parse<CommitCut>(cut);
        var second = await node.IncrementAsync(1, Token).InTime();
        var third = await node.IncrementAsync(1, Token).InTime();

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal((2UL, 3UL), (second.WelcomeChannelId, third.WelcomeChannelId));
        Assert.Equal(3L, await store.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
        Assert.Equal([1L, 2L, 3L], (await store.QueryAsync("SELECT revision FROM guild_config_change ORDER BY revision")).Select(row => row[0]));
        Assert.Equal([2L, 3L], (await probe.TakeUntilAsync(3)).Select(change => change.Revision));
    }

    [Fact]
    public async Task UpdateAsync_ConnectionLostDuringCommitForGood_ReportsAnUnknownOutcome()
    {
        await using var proxy = new CuttingProxy(server);
        await using var store = new PostgreSqlStore(server, proxy.Through);
        var node = await store.StartNodeAsync(options => options.TransactionTimeout = TimeSpan.FromSeconds(1));
        await using var probe = new ChangeProbe(node.Services);

        proxy.Next = CommitCut.AfterServerForGood;
        var unknown = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.IncrementAsync(1, Token).InTime());
        proxy.Open();

        Assert.Contains("is unknown", unknown.Message, StringComparison.Ordinal);
        Assert.False(unknown.IsTransient);
        Assert.Equal(1, (await probe.NextAsync()).Revision);
        Assert.Equal(1UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(2UL, (await Deadlines.UntilMadeAsync(() => node.IncrementAsync(1, Token))).WelcomeChannelId);
    }

    [Fact]
    public async Task HasCommittedAsync_EachOutcome_IsReported()
    {
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        var change = await node.Log.GetHistoryAsync(1, Token).SingleAsync(Token);
        var committed = (string)(await server.ExecuteAsync("SELECT pg_current_xact_id()::text", store.Database))!;
        var aborted = await AbortAsync(store);
        using var session = node.Get<IDatabaseDialect>().CreateWriteSession(await node.Get<IDatabaseConnections>().OpenWriterAsync(Token), node.Get<SettingsRegistry>());
        var revision = (await session.BeginAsync(WriteNeeds.None, Deadlines.Limit)).Clock.Revision;

        Assert.True(await session.HasCommittedAsync(committed, change, revision));
        Assert.False(await session.HasCommittedAsync(aborted, change, revision));

        // An id lost in a crash and not yet reused; and one reused by another transaction, which then wrote that revision.
        Assert.False(await session.HasCommittedAsync("999999999", change, revision));
        Assert.False(await session.HasCommittedAsync(committed, Like(change, change.Revision, actorId: 5), revision));
        Assert.False(await session.HasCommittedAsync(committed, Like(change, change.Revision + 1, actorId: null), revision));

        // Pruned in the meantime.
        Assert.True(await session.HasCommittedAsync(committed, Like(change, change.Revision + 1, actorId: null), revision + 5));
    }

    private static async Task<string> AbortAsync(PostgreSqlStore store)
    {
        var rows = await store.QueryAsync("BEGIN; SELECT pg_current_xact_id()::text; ROLLBACK");
        return (string)rows[0][0]!;
    }

    private static GuildConfigChange Like(GuildConfigChange change, long revision, ulong? actorId)
        => new(revision, change.GuildId, change.Kind, change.ChangedAt, actorId, change.Reason, change.Before, change.After);
}
