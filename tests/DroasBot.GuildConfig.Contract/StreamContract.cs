using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Changes as a stream that can be resumed.</summary>
public abstract class StreamContract : StoreContract
{
    [Fact]
    public async Task WatchAsync_AfterARevision_ReturnsLaterChangesThenLiveOnes()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        await WriteAsync(node, 250);
        await using var stream = Watch(other, afterRevision: 3);

        Assert.Equal(Range(4, 250), Revisions(await stream.TakeAsync(247)));
        var next = stream.TakeAsync(2);
        await WriteAsync(other, 1);
        await WriteAsync(node, 1);

        Assert.Equal([251L, 252], Revisions(await next));
    }

    /// <summary>Wherever the log ends and live changes begin.</summary>
    [Fact]
    public async Task WatchAsync_WhileTwoNodesWrite_ReturnsEachRevisionOnce()
    {
        const int Writes = 300;
        ContractNode[] nodes = [await StartAsync(Patient), await StartAsync(Patient)];
        var writing = Parallel.ForEachAsync(Enumerable.Range(0, Writes), Token, async (i, token) => await nodes[i % 2].IncrementAsync((ulong)(i % 9) + 1, token));

        var streams = new List<Task>();
        for (var i = 0; i < 12; i++)
        {
            var cursor = i % 3 == 0 ? 0 : await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock") * i / 12;
            streams.Add(FollowAsync(nodes[i % 2], cursor));
        }

        await writing;
        await Task.WhenAll(streams);

        async Task FollowAsync(ContractNode node, long cursor)
        {
            await using var stream = Watch(node, cursor);
            Assert.Equal(Range(cursor + 1, Writes), Revisions(await stream.TakeAsync((int)(Writes - cursor))));
        }

        static void Patient(GuildConfigOptions options) => options.TransactionTimeout = Deadlines.Limit;
    }

    [Fact]
    public async Task WatchAsync_ConsumerFarBehind_MissesNothingInTheLog()
    {
        const int Writes = ChangeWatcher.Capacity * 2;
        var node = await StartAsync();
        await using var stream = Watch(node, afterRevision: 0);
        var first = stream.TakeAsync(1);
        await WriteAsync(node, Writes);

        Assert.Equal(1, (await first)[0].Revision);
        var rest = await stream.TakeAsync(Writes - 1);
        Assert.Equal(Range(2, Writes), Revisions(rest));
        Assert.DoesNotContain(rest, change => change.Kind == GuildConfigChangeKind.Refreshed);
    }

    [Fact]
    public async Task WatchAsync_PrunedCursor_ReportsEachGapFirst()
    {
        var node = await StartAsync();
        await node.IncrementAsync(2, Token);
        await WriteAsync(node, 5);
        await node.IncrementAsync(2, Token);
        await node.Get<IGuildConfigMaintenance>().PruneHistoryAsync(TimeProvider.System.GetUtcNow(), Token);

        await using var stream = Watch(node, afterRevision: 1);
        var seen = await stream.TakeAsync(3);

        Assert.Equal(
            [(GuildConfigChangeKind.Refreshed, null, 5L), (GuildConfigChangeKind.Updated, 1UL, 6), (GuildConfigChangeKind.Updated, 2UL, 7)],
            seen.Select(change => (change.Kind, change.GuildId, change.Revision)));
    }

    [Fact]
    public async Task WatchAsync_ErasedCursor_ReturnsTheRemainingChanges()
    {
        var node = await StartAsync();
        await WriteAsync(node, 2);
        await node.Get<IGuildConfigMaintenance>().EraseGuildAsync(1, Token);

        await using var stream = Watch(node, afterRevision: 1);

        Assert.Equal([(GuildConfigChangeKind.Erased, 2L), (GuildConfigChangeKind.Erased, 3L)], (await stream.TakeAsync(2)).Select(change => (change.Kind, change.Revision)));
    }

    [Fact]
    public async Task WatchAsync_CursorBeyondTheDatabase_IsReportedAndContinuesFromThere()
    {
        var node = await StartAsync();
        await WriteAsync(node, 2);
        await using var stream = Watch(node, afterRevision: 100);

        Assert.Equal((GuildConfigChangeKind.Refreshed, 2L), ((await stream.TakeAsync(1))[0] is var told ? told.Kind : default, told.Revision));
        var next = stream.TakeAsync(1);
        await WriteAsync(node, 1);
        Assert.Equal(3, (await next)[0].Revision);
    }

    [Fact]
    public async Task WatchAsync_DatabaseWithADifferentHistory_IsReportedThoughItsRevisionsAreKnown()
    {
        var node = await StartAsync();
        await WriteAsync(node, 3);
        await using var stream = Watch(node, afterRevision: 0);
        await stream.TakeAsync(3);

        // The feed notices it by itself: an explicit catch-up in the test would notice it a second time, perhaps after the next change.
        await Store.ExecuteAsync("UPDATE guild_config_change SET mark = 'another' WHERE revision = 3");
        await Store.ExecuteAsync("UPDATE guild_config_clock SET mark = 'another'");
        var told = (await stream.TakeAsync(1))[0];
        await WriteAsync(node, 1);
        var next = (await stream.TakeAsync(1))[0];

        Assert.Equal([(GuildConfigChangeKind.Refreshed, 3L), (GuildConfigChangeKind.Updated, 4L)], [(told.Kind, told.Revision), (next.Kind, next.Revision)]);
    }

    [Fact]
    public async Task WatchAsync_RefreshOfEveryNode_IsReportedOnce()
    {
        var node = await StartAsync();
        await using var stream = Watch(node, afterRevision: 0);
        var next = stream.TakeAsync(2);
        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await WriteAsync(node, 1);

        Assert.Equal([(GuildConfigChangeKind.Refreshed, 1L), (GuildConfigChangeKind.Created, 2L)], (await next).Select(change => (change.Kind, change.Revision)));
    }

    [Fact]
    public async Task WatchAsync_NegativeRevision_IsRefused()
    {
        var node = await StartAsync();

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => { _ = node.Log.WatchAsync(-1, Token); });

        Assert.Equal(("afterRevision", (object)-1L), (error.ParamName, error.ActualValue));
    }

    [Fact]
    public async Task WatchAsync_Section_ReturnsOnlyChangesOfItsValue()
    {
        var node = await StartAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.Set(new CountingSettings { Limit = 9 }), cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.Set(new GreetingSettings { Text = "x" }), cancellationToken: Token);
        await node.Service.UpdateAsync(2, e => e.Set(new CountingSettings()), cancellationToken: Token);
        await node.Service.DeleteAsync(1, cancellationToken: Token);
        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.Set(new CountingSettings { Limit = 8 }), cancellationToken: Token);

        var seen = await node.Log.WatchAsync<CountingSettings>(afterRevision: 0, Token).Take(4).ToListAsync(Token).AsTask().InTime();

        Assert.Equal(
            [(1UL, 3, 9), (1UL, 9, 3), (null, null, null), ((ulong?)1UL, (int?)3, (int?)8)],
            seen.Select(change => (change.GuildId, change.Before?.Limit, change.After?.Limit)));
    }

    [Fact]
    public async Task WatchAsync_ErasedSection_ReportsItsDefaults()
    {
        var node = await StartAsync();
        await node.Service.UpdateAsync(1, e => e.Set(new CountingSettings { Limit = 9 }), cancellationToken: Token);
        await node.Get<IGuildConfigMaintenance>().EraseGuildAsync(1, Token);

        var seen = await node.Log.WatchAsync<CountingSettings>(afterRevision: 1, Token).FirstAsync(Token).AsTask().InTime();

        Assert.Equal((1UL, null, 3), (seen.GuildId, seen.Before, seen.After!.Limit));
    }

    private static IEnumerable<long> Range(long first, long last) => Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i);

    private static IEnumerable<long> Revisions(IEnumerable<GuildConfigChange> changes) => changes.Select(change => change.Revision);

    private static ChangeStream Watch(ContractNode node, long afterRevision) => new(node.Log.WatchAsync(afterRevision, Token));

    private static async Task WriteAsync(ContractNode node, int count)
        => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => node.IncrementAsync(1, Token))).InTime();

    private Task<ContractNode> StartAsync(Action<GuildConfigOptions>? configure = null)
        => Store.StartNodeAsync(
            options =>
            {
                options.HistoryLimit = null;
                configure?.Invoke(options);
            },
            services => services.AddGuildConfig().AddSettings<CountingSettings>("counting").AddSettings<GreetingSettings>("greeting"));

    /// <summary>A stream that is read a few changes at a time.</summary>
    private sealed class ChangeStream(IAsyncEnumerable<GuildConfigChange> changes) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<GuildConfigChange> _changes = changes.GetAsyncEnumerator(Token);

        public Task<List<GuildConfigChange>> TakeAsync(int count)
        {
            return Take().InTime();

            async Task<List<GuildConfigChange>> Take()
            {
                var taken = new List<GuildConfigChange>();
                while (taken.Count < count && await _changes.MoveNextAsync())
                {
                    taken.Add(_changes.Current);
                }

                return taken;
            }
        }

        public ValueTask DisposeAsync() => _changes.DisposeAsync();
    }
}
