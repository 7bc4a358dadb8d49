using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>The database disappears under a running host, and comes back. On Linux, open files continue to work, so this must be detected.</summary>
[Trait("Invariant", "8")]
public class VanishedDatabaseTests
{
    private const ulong Cached = 1;
    private const ulong Uncached = 2;
    private const ulong Unknown = 3;

    [Fact]
    public async Task FileRenamedAway_ReadsFromMemoryRefusesTheRest_ContinuesWhenItIsBack()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartWithTwoGuildsAsync(directory.Database);
        var away = directory.File("away.db");

        File.Move(directory.Database, away);
        await AssertOutOfReachAsync(host, directory.Database);
        Assert.False(File.Exists(directory.Database));

        File.Move(away, directory.Database);
        await AssertAllIsWellAsync(host, 100, 200);
        await host.DisposeAsync();
        AssertStored(directory.Database, revisions: 3);
    }

    [Fact]
    public async Task DirectoryRenamedAway_ReadsFromMemoryRefusesTheRest_ContinuesWhenItIsBack()
    {
        using var directory = new TemporaryDirectory();
        var home = Directory.CreateDirectory(directory.File("home")).FullName;
        var file = Path.Combine(home, "guild-config.db");
        await using var host = await StartWithTwoGuildsAsync(file);

        Directory.Move(home, directory.File("away"));
        await AssertOutOfReachAsync(host, file);
        Assert.False(Directory.Exists(home));

        Directory.Move(directory.File("away"), home);
        await AssertAllIsWellAsync(host, 100, 200);
        await host.DisposeAsync();
        AssertStored(file, revisions: 3);
    }

    [Fact]
    public async Task FileReplacedByAnEarlierCopy_WritesGoToTheCopyAndAreRead()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartWithTwoGuildsAsync(directory.Database);
        var copy = directory.File("copy.db");
        SqliteFile.Copy(directory.Database, copy);
        await host.SetAsync(Cached, 101);
        await host.SetAsync(Uncached, 201);

        Delete(directory.Database);
        await AssertOutOfReachAsync(host, directory.Database, cachedChannel: 101);
        File.Move(copy, directory.Database);

        Assert.Equal(200UL, (await host.ReadUncachedAsync(Uncached)).WelcomeChannelId);
        var written = await host.SetAsync(Unknown, 300);
        Assert.Equal(3, written.Revision);
        Assert.Equal(300UL, (await host.ReadAsync(Unknown)).WelcomeChannelId);
        Assert.Equal(300UL, (await host.ReadUncachedAsync(Unknown)).WelcomeChannelId);
        await Deadlines.UntilAsync(async () => (await host.ReadAsync(Cached)).WelcomeChannelId == 100);
        await host.DisposeAsync();
        AssertStored(directory.Database, revisions: 3);
    }

    [Fact]
    public async Task FileReplacedImmediately_NextWriteOfACachedGuildIsServed()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await FaultHost.StartAsync(directory.Database, options => options.SyncInterval = TimeSpan.FromMinutes(5));
        await host.SetAsync(Cached, 100);
        var copy = directory.File("copy.db");
        SqliteFile.Copy(directory.Database, copy);
        for (var i = 1UL; i <= 10; i++)
        {
            await host.SetAsync(Cached, 100 + i);
        }

        Delete(directory.Database);
        File.Move(copy, directory.Database);

        var written = await host.SetAsync(Cached, 500);
        Assert.Equal(500UL, written.WelcomeChannelId);
        Assert.Equal(500UL, (await host.ReadAsync(Cached)).WelcomeChannelId);
        await host.DisposeAsync();
        AssertStored(directory.Database, revisions: 2);
    }

    [Fact]
    public async Task FileDeletedInsideAUnitOfWork_IsNotAcknowledged()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartWithTwoGuildsAsync(directory.Database);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.TransactAsync(
            async (transaction, cancellationToken) =>
            {
                await transaction.UpdateAsync(Cached, e => e.WelcomeChannelId = 999, cancellationToken);
                Delete(directory.Database);
            },
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(directory.Database, failure.Message, StringComparison.Ordinal);
        Assert.Equal(100UL, (await host.ReadAsync(Cached)).WelcomeChannelId);
        Assert.False(File.Exists(directory.Database));
    }

    [Fact]
    public async Task FileDeletedWhileManyWrite_EveryAcknowledgedWriteAfterItsReturnIsInTheNewFile()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartWithTwoGuildsAsync(directory.Database);
        var copy = directory.File("copy.db");
        SqliteFile.Copy(directory.Database, copy);
        using var stop = new CancellationTokenSource();
        var isBack = false;
        var enough = new CountdownEvent(200);
        var kept = new System.Collections.Concurrent.ConcurrentDictionary<ulong, ulong>();
        var writers = Enumerable.Range(10, 16).Select(guild => Task.Run(async () =>
        {
            for (var value = 1UL; !stop.IsCancellationRequested; value++)
            {
                var begunAfter = Volatile.Read(ref isBack);
                try
                {
                    await host.SetAsync((ulong)guild, value);
                    if (begunAfter)
                    {
                        kept[(ulong)guild] = value;
                        _ = enough.IsSet || enough.Signal();
                    }
                }
                catch (GuildConfigStoreException) when (!begunAfter)
                {
                    await Task.Yield();
                }
            }
        })).ToList();

        Delete(directory.Database);
        File.Move(copy, directory.Database);
        Volatile.Write(ref isBack, true);
        var counted = Task.Run(() => Assert.True(enough.Wait(Deadlines.Limit, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        await await Task.WhenAny([counted, .. writers]);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await host.DisposeAsync();

        var state = StoredState.Read(directory.Database);
        state.AssertConsistent();
        Assert.All(kept, pair => Assert.Contains($"\"welcomeChannelId\":\"{pair.Value}\"", state.Guilds[(long)pair.Key], StringComparison.Ordinal));
    }

    [Fact]
    public async Task FileReplacedJustBeforeTheFeedReads_ChangesAreFollowedAndWrittenInTheNewOne()
    {
        using var directory = new TemporaryDirectory();
        var before = new BeforeRead();
        await using var host = await StartWithTwoGuildsAsync(directory.Database, services => services.AddSingleton<IDatabaseFaults>(before));
        var copy = directory.File("copy.db");
        SqliteFile.Copy(directory.Database, copy);
        var reads = before.Count;

        // The signal has followed both changes, and keeps its files open.
        await Deadlines.UntilAsync(() => before.Count > reads + 3);
        before.Next(() =>
        {
            Delete(directory.Database);
            File.Move(copy, directory.Database);
        });
        await Deadlines.UntilAsync(() => !File.Exists(copy));

        await host.SetAsync(Cached, 500).InTime();
        await host.DisposeAsync();
        AssertStored(directory.Database, revisions: 3);
    }

    private static async Task<FaultHost> StartWithTwoGuildsAsync(string file, Action<IServiceCollection>? register = null)
    {
        var host = await FaultHost.StartAsync(file, options => options.SyncInterval = TimeSpan.FromMilliseconds(100), register);
        await host.SetAsync(Cached, 100);
        await host.SetAsync(Uncached, 200);
        return host;
    }

    private static async Task AssertOutOfReachAsync(FaultHost host, string file, ulong cachedChannel = 100)
    {
        Assert.Equal(cachedChannel, (await host.ReadAsync(Cached)).WelcomeChannelId);
        foreach (var guild in new[] { Uncached, Unknown })
        {
            var unread = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.ReadUncachedAsync(guild).AsTask());
            Assert.Contains(file, unread.Message, StringComparison.Ordinal);
        }

        var unwritten = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.SetAsync(Cached, 666));
        Assert.Contains(file, unwritten.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", unwritten.Message, StringComparison.Ordinal);
        Assert.Equal(cachedChannel, (await host.ReadAsync(Cached)).WelcomeChannelId);
    }

    private static async Task AssertAllIsWellAsync(FaultHost host, ulong cachedChannel, ulong uncachedChannel)
    {
        Assert.Equal(cachedChannel, (await host.ReadUncachedAsync(Cached)).WelcomeChannelId);
        Assert.Equal(uncachedChannel, (await host.ReadUncachedAsync(Uncached)).WelcomeChannelId);
        await host.SetAsync(Cached, 777);
        Assert.Equal(777UL, (await host.ReadAsync(Cached)).WelcomeChannelId);
        Assert.Equal(777UL, (await host.ReadUncachedAsync(Cached)).WelcomeChannelId);
    }

    private static void AssertStored(string file, long revisions)
    {
        var state = StoredState.Read(file);
        state.AssertConsistent();
        Assert.Equal(revisions, state.Clock);
    }

    private static void Delete(string file)
    {
        File.Delete(file);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
    }

    /// <summary>Runs an action just before the next read of a host that only follows.</summary>
    private sealed class BeforeRead : IDatabaseFaults
    {
        private Action? _next;
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Next(Action action) => _next = action;

        void IDatabaseFaults.BeforeRead()
        {
            Interlocked.Increment(ref _count);
            Interlocked.Exchange(ref _next, null)?.Invoke();
        }

        void IDatabaseFaults.BeforeWrite()
        {
        }
    }
}
