using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

public sealed class ChangeCursorTests : IDisposable
{
    private readonly GuildConfigCache _cache = new(Options.Create(new GuildConfigOptions()), new GuildShards(Options.Create(new GuildConfigOptions())), TimeProvider.System);
    private readonly ChangeWatchers _watchers = new();
    private readonly ChangeCursor _sequence;
    private readonly IAsyncEnumerator<GuildConfigChange> _watch;
    private Task<bool> _next;

    public ChangeCursorTests()
    {
        _sequence = new ChangeCursor(_cache, _watchers);
        _watch = _watchers.Add().ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        _next = _watch.MoveNextAsync().AsTask();
    }

    public void Dispose()
    {
        _watchers.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public async Task OnCommitted_NextRevision_PassesImmediately()
    {
        _sequence.Reset(At(4));

        _sequence.OnCommitted([Change(5)], MarkOf(5));

        Assert.Equal(5, _sequence.Cursor);
        await AssertPassedAsync(5);
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task OnCommitted_RevisionAfterAForeignOne_IsCachedImmediatelyAndPassesInItsTurn()
    {
        _sequence.Reset(At(4));

        _sequence.OnCommitted([Change(6)], MarkOf(6));

        Assert.True(_cache.TryGet(6, out _));
        Assert.Equal(4, _sequence.Cursor);
        Assert.False(_next.IsCompleted);
        Assert.Equal(ChangeOrder.Next, _sequence.Take(Change(5), MarkOf(5)));
        Assert.Equal(ChangeOrder.Next, _sequence.Take(Change(6), MarkOf(6)));
        await AssertPassedAsync(5, 6);
    }

    [Fact]
    public async Task Take_RevisionThatHasPassed_IsKnownAndNotRepeated()
    {
        _sequence.Reset(At(4));
        _sequence.OnCommitted([Change(5)], MarkOf(5));

        Assert.Equal(ChangeOrder.Known, _sequence.Take(Change(5), MarkOf(5)));
        Assert.Equal(ChangeOrder.Known, _sequence.Take(Change(4), MarkOf(4)));

        await AssertPassedAsync(5);
    }

    [Fact]
    public async Task OnCommitted_RevisionThatTheFeedHasTaken_IsNotRepeated()
    {
        _sequence.Reset(At(4));
        Assert.Equal(ChangeOrder.Next, _sequence.Take(Change(5), MarkOf(5)));

        _sequence.OnCommitted([Change(5)], MarkOf(5));

        await AssertPassedAsync(5);
    }

    [Fact]
    public void Take_RevisionAfterAGap_IsIgnored()
    {
        _sequence.Reset(At(4));

        Assert.Equal(ChangeOrder.AfterGap, _sequence.Take(Change(6), MarkOf(6)));

        Assert.Equal(4, _sequence.Cursor);
        Assert.False(_cache.TryGet(6, out _));
        Assert.False(_next.IsCompleted);
    }

    [Fact]
    public void OnBegan_RevisionBehindTheCursor_DropsCachedGuildsAndKeepsTheCursor()
    {
        _sequence.Reset(At(4));
        _sequence.OnCommitted([Change(5)], MarkOf(5));
        _sequence.OnBegan(At(5));
        _sequence.OnBegan(At(6));
        Assert.True(_cache.TryGet(5, out _));

        _sequence.OnBegan(At(4));

        Assert.False(_cache.TryGet(5, out _));
        Assert.Equal(5, _sequence.Cursor);
    }

    [Fact]
    public void OnCommitted_BeforeTheCursorIsKnown_ReachesTheCacheOnly()
    {
        _sequence.OnCommitted([Change(1)], MarkOf(1));

        Assert.True(_cache.TryGet(1, out _));
        Assert.False(_next.IsCompleted);
        Assert.Equal(0, _sequence.Cursor);
    }

    /// <summary>Invariant 10: a load that never ends does not accumulate changes without limit.</summary>
    [Fact]
    [Trait("Invariant", "10")]
    public async Task Hold_MoreThanTheQueueHolds_TheRestPassesAsOneRefresh()
    {
        _sequence.Reset(At(0));
        _sequence.Hold();
        for (var revision = 1L; revision <= ChangeWatcher.Capacity + 500; revision++)
        {
            _sequence.OnCommitted([Change(revision)], MarkOf(revision));
        }

        _sequence.Release(_sequence.LastHold);

        var passed = new List<GuildConfigChange>();
        for (var i = 0; i < ChangeWatcher.Capacity; i++)
        {
            Assert.True(await _next.InTime());
            passed.Add(_watch.Current);
            _next = _watch.MoveNextAsync().AsTask();
        }

        Assert.Equal(Enumerable.Range(1, ChangeWatcher.Capacity - 1).Select(i => (long)i), passed.SkipLast(1).Select(change => change.Revision));
        Assert.Equal((GuildConfigChangeKind.Refreshed, ChangeWatcher.Capacity + 500L), (passed[^1].Kind, passed[^1].Revision));
        Assert.False(_next.IsCompleted);
    }

    [Fact]
    public async Task OnCommitted_WhileTheCacheIsReloaded_IsCachedImmediatelyAndPassesAfterTheRefresh()
    {
        _sequence.Reset(At(4));
        _sequence.Jump(At(20), new GuildConfigChange(
            20, guildId: null, GuildConfigChangeKind.Refreshed, DateTimeOffset.UnixEpoch, actorId: null, reason: null, before: null, after: null));

        _sequence.OnCommitted([Change(21)], MarkOf(21));

        Assert.True(_cache.TryGet(21, out _));
        Assert.Equal(21, _sequence.Cursor);
        Assert.False(_next.IsCompleted);
        _sequence.Release(_sequence.LastHold);
        _sequence.OnCommitted([Change(22)], MarkOf(22));
        await AssertPassedAsync(20, 21, 22);
    }

    /// <summary>A load may end just after the next one was requested: the reason for that one is not loaded yet.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Release_HeldAgainSinceTheLoadBegan_KeepsWhatPasses(bool byGap)
    {
        _sequence.Reset(At(4));
        _sequence.Hold();
        var began = _sequence.LastHold;
        if (byGap)
        {
            _sequence.Jump(At(5), GuildConfigChange.Refreshed(5, DateTimeOffset.UnixEpoch));
        }
        else
        {
            _sequence.Hold();
            _sequence.Take(GuildConfigChange.Refreshed(5, DateTimeOffset.UnixEpoch), MarkOf(5));
        }

        _sequence.Release(began);
        _watchers.Offer(Change(99));
        _sequence.Release(_sequence.LastHold);

        // What was offered in between comes first: the first release has reported nothing.
        await AssertPassedAsync(99, 5);
    }

    /// <summary>Only the last change of a commit carries its mark: until then, the node knows the commit before.</summary>
    [Fact]
    public void Take_CommitOfTwoChanges_IsKnownAfterTheLast()
    {
        _sequence.Reset(At(4));

        _sequence.Take(Change(5), mark: null);
        Assert.Equal((5L, At(4)), (_sequence.Cursor, _sequence.Known));
        _sequence.Take(Change(6), MarkOf(6));

        Assert.Equal((6L, At(6)), (_sequence.Cursor, _sequence.Known));
    }

    [Fact]
    public async Task Hold_Again_KeepsWhatIsHeld()
    {
        _sequence.Reset(At(4));
        _sequence.Hold();
        _sequence.Take(Change(5), MarkOf(5));
        _sequence.Hold();
        _sequence.Take(Change(6), MarkOf(6));

        _sequence.Release(_sequence.LastHold);

        await AssertPassedAsync(5, 6);
    }

    /// <summary>Whatever a full queue drops, its watcher learns that the past was replaced.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Hold_MoreThanFits_OneChangeStandsForTheRest(int replaced)
    {
        _sequence.Reset(At(0));
        _sequence.Hold();
        for (var revision = 1; revision <= ChangeWatcher.Capacity + 2; revision++)
        {
            _sequence.Take(
                revision == ChangeWatcher.Capacity + 1 + replaced ? GuildConfigChange.Refreshed(revision, DateTimeOffset.UnixEpoch, replacesPast: true) : Change(revision), MarkOf(revision));
        }

        _sequence.Release(_sequence.LastHold);

        for (var place = 1; place < ChangeWatcher.Capacity; place++)
        {
            Assert.True(await _next.InTime());
            Assert.Equal(place, _watch.Current.Revision);
            _next = _watch.MoveNextAsync().AsTask();
        }

        Assert.True(await _next.InTime());
        Assert.Equal(
            (ChangeWatcher.Capacity + 2L, GuildConfigChangeKind.Refreshed, true), (_watch.Current.Revision, _watch.Current.Kind, _watch.Current.ReplacesPast));
    }

    private static string MarkOf(long revision) => $"mark of {revision}";

    /// <summary>Returns the clock after a commit that ended with the given revision.</summary>
    private static Clock At(long revision) => new(revision, "epoch", MarkOf(revision));

    /// <summary>Creates a change of the guild whose id is the revision.</summary>
    private static GuildConfigChange Change(long revision)
    {
        var settings = new SettingsRegistry().Defaults;
        var after = new GuildConfigSnapshot((ulong)revision, 7, background: null, settings, createdAt: 1, updatedAt: 1, revision);
        return new GuildConfigChange(revision, (ulong)revision, GuildConfigChangeKind.Created, DateTimeOffset.UnixEpoch, actorId: null, reason: null, before: null, after);
    }

    private async Task AssertPassedAsync(params long[] revisions)
    {
        foreach (var revision in revisions)
        {
            Assert.True(await _next.InTime());
            Assert.Equal(revision, _watch.Current.Revision);
            _next = _watch.MoveNextAsync().AsTask();
        }

        Assert.False(_next.IsCompleted);
    }
}
