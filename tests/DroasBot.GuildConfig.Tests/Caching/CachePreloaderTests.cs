using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class CachePreloaderTests : IDisposable
{
    private const int Preloaded = 3;

    private readonly CacheRig _rig = new();

    [Fact]
    public async Task LoadAllAsync_StoredGuilds_AreAllWarm()
    {
        Store(_rig, 2_500);

        Assert.Equal(2_500, await LoadAllAsync(_rig));

        for (ulong guild = 1; guild <= 2_500; guild++)
        {
            Assert.Equal(guild, (await _rig.Read(guild).InTime()).WelcomeChannelId);
        }

        Assert.Equal(0, _rig.Repository.Queries);
        Assert.Equal(1, _rig.Cache.GetStatistics().HitRate);
        Assert.Equal(2_500, _rig.Cache.Revision);
    }

    [Fact]
    public async Task LoadAllAsync_ManyGuilds_ReportsProgress()
    {
        Store(_rig, 2_500);
        var progress = new List<GuildConfigPreloadProgress>();

        await LoadAllAsync(_rig, new ImmediateProgress(progress.Add));

        Assert.Equal(
            [new(0, 2_500), new(1_000, 2_500), new(2_000, 2_500), new(2_500, 2_500)],
            progress);
        Assert.StartsWith("2500 of 2500 guilds", Assert.Single(_rig.Log.Messages(Preloaded)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAllAsync_MoreThanFits_StopsAtTheBudget()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 106 * EntrySize.Fixed);
        Store(rig, 1_000);
        var rows = 0;
        rig.Repository.BeforeRow = _ => rows++;

        var loaded = await LoadAllAsync(rig);

        Assert.Equal(100, loaded);
        Assert.Equal(100, rig.Cache.GetStatistics().Count);
        Assert.Equal(0, rig.Cache.GetStatistics().Evictions);
        Assert.Equal(101, rows);
        Assert.Equal(500UL, (await rig.Read(500).InTime()).WelcomeChannelId);
    }

    [Fact]
    public async Task LoadAllAsync_Again_LoadsChangesAndDropsDeletedGuilds()
    {
        Store(_rig, 10);
        await _rig.Read(99).InTime();
        await LoadAllAsync(_rig);
        _rig.Repository.Write(1, 1001);
        _rig.Repository.Delete(2);
        _rig.Repository.Write(11, 11);

        Assert.Equal(10, await LoadAllAsync(_rig));

        Assert.Equal(1001UL, Cached(_rig, 1)!.WelcomeChannelId);
        Assert.Null(Cached(_rig, 2));
        Assert.NotNull(Cached(_rig, 11));

        // The absence of 99 is still cached.
        Assert.Equal(11, _rig.Cache.GetStatistics().Count);
        Assert.False((await _rig.Read(2).InTime()).Exists);
    }

    [Fact]
    public async Task LoadAllAsync_DatabaseFails_KeepsTheCache()
    {
        Store(_rig, 10);
        await LoadAllAsync(_rig);
        _rig.Repository.BeforeRow = row => _rig.Repository.Failure = row.GuildId == 5 ? StubRepository.Outage() : null;

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => LoadAllAsync(_rig));

        Assert.All(Enumerable.Range(1, 10), guild => Assert.Equal((ulong)guild, Cached(_rig, (ulong)guild)!.WelcomeChannelId));
    }

    [Fact]
    public async Task LoadAllAsync_ChangesDuringTheScan_Survive()
    {
        Store(_rig, 10);
        _rig.Repository.BeforeRow = row =>
        {
            if (row.GuildId == 1)
            {
                _rig.Publish(_rig.Repository.Write(5, 5005));
                _rig.Publish(_rig.Repository.Delete(6));
                _rig.Publish(_rig.Repository.Write(7, 7007));
                _rig.Cache.Invalidate(7);
                _rig.Publish(_rig.Repository.Write(11, 11));
            }
        };

        await LoadAllAsync(_rig);

        Assert.Equal(5005UL, Cached(_rig, 5)!.WelcomeChannelId);
        Assert.False(Cached(_rig, 6)!.Exists);
        Assert.Null(Cached(_rig, 7));
        Assert.Equal(7007UL, (await _rig.Read(7).InTime()).WelcomeChannelId);
        Assert.Equal(11UL, Cached(_rig, 11)!.WelcomeChannelId);
    }

    [Fact]
    public async Task LoadAllAsync_OthersChangeDuringTheScan_DoesNotDropTheirNeighbours()
    {
        // There are 1,024 stripes: with 5,000 changes, every cached guild shares one with a guild that changes.
        Store(_rig, 2_000);
        await LoadAllAsync(_rig);
        _rig.Repository.BeforeRow = row =>
        {
            if (row.GuildId == 1)
            {
                for (ulong guild = 1_000_000; guild < 1_005_000; guild++)
                {
                    _rig.Publish(_rig.Repository.Write(guild, 1));
                }
            }
        };

        await LoadAllAsync(_rig);

        Assert.Equal(2_000, Enumerable.Range(1, 2_000).Count(guild => Cached(_rig, (ulong)guild) is not null));
    }

    [Fact]
    public async Task LoadAllAsync_CacheIsFull_KeepsTheWorkingSet()
    {
        using var rig = new CacheRig(options => options.MaxBytes = 116 * EntrySize.Fixed);
        Store(rig, 1_000);
        for (ulong guild = 900; guild < 1_000; guild++)
        {
            await rig.Read(guild).InTime();
            rig.Repository.Write(guild, guild + 1);
        }

        await LoadAllAsync(rig);

        Assert.All(Enumerable.Range(900, 100), guild => Assert.Equal((ulong)guild + 1, Cached(rig, (ulong)guild)?.WelcomeChannelId));
        Assert.InRange(rig.Cache.Bytes, 1, 116 * EntrySize.Fixed);
    }

    [Fact]
    public async Task LoadAllAsync_StoredValuesHaveGrown_KeepsTheBudget()
    {
        const long MaxBytes = 100 * EntrySize.Fixed;
        using var rig = new CacheRig(options => options.MaxBytes = MaxBytes);
        Store(rig, 100);
        await LoadAllAsync(rig);
        for (ulong guild = 1; guild <= 100; guild++)
        {
            rig.Repository.Write(guild, guild, new string('p', 500));
        }

        var largest = 0L;
        rig.Repository.BeforeRow = _ => largest = Math.Max(largest, rig.Cache.Bytes);
        await LoadAllAsync(rig);

        Assert.InRange(largest, 1, MaxBytes);
        Assert.InRange(rig.Cache.Bytes, 1, MaxBytes);
        Assert.Equal(500, (await rig.Read(50).InTime()).Background!.FilePath!.Length);
    }

    /// <summary>A caller that arrives during a scan needs everything committed by then, so it needs another scan; one more scan serves all such callers.</summary>
    [Fact]
    public async Task LoadAllAsync_ManyCallersDuringALoad_ShareTheNext()
    {
        using var leaving = new CancellationTokenSource();
        _rig.Repository.Write(1, 10);
        using var held = new HeldScan(_rig.Repository);
        var first = _rig.LoadAll();
        await held.BeganAsync();
        _rig.Repository.Write(1, 11);
        var leaves = _rig.Preloader.LoadAllAsync(progress: null, leaving.Token);
        var others = Enumerable.Range(0, 10).Select(_ => _rig.LoadAll()).ToList();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves.InTime());
        held.Release();

        Assert.Equal(1, await first.InTime());
        Assert.All(await Task.WhenAll(others).InTime(), loaded => Assert.Equal(1, loaded));
        Assert.Equal(2, held.Rows);
        Assert.Equal(11UL, Cached(_rig, 1)!.WelcomeChannelId);
    }

    /// <summary>A scan adds guilds if any of its callers wants that.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task LoadAllAsync_CallersOfOneScanWantDifferentThings_AddsGuilds(bool firstAdds, bool secondAdds)
    {
        _rig.Repository.Write(1, 10);
        using var held = new HeldScan(_rig.Repository);
        var running = _rig.LoadAll();
        await held.BeganAsync();
        _rig.Repository.Write(2, 20);
        var waiting = new[] { firstAdds, secondAdds }.Select(adds => adds ? _rig.LoadAll() : _rig.Preloader.RefreshAsync(CancellationToken.None)).ToList();

        held.Release();
        await running.InTime();
        await Task.WhenAll(waiting).InTime();

        Assert.Equal(20UL, Cached(_rig, 2)!.WelcomeChannelId);
    }

    [Fact]
    public async Task RefreshAsync_CalledTwice_ReloadsCachedGuildsAndAddsNone()
    {
        Store(_rig, 2);
        await _rig.Read(1).InTime();
        _rig.Repository.Write(1, 11);

        await Task.WhenAll(_rig.Preloader.RefreshAsync(CancellationToken.None), _rig.Preloader.RefreshAsync(CancellationToken.None)).InTime();

        Assert.Equal(11UL, Cached(_rig, 1)!.WelcomeChannelId);
        Assert.Null(Cached(_rig, 2));
    }

    [Fact]
    public async Task LoadAllAsync_AlreadyCancelled_ReadsNothing()
    {
        Store(_rig, 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Preloader.LoadAllAsync(progress: null, new CancellationToken(canceled: true)).InTime());

        // A scan that had been started would be over before this one.
        await LoadAllAsync(_rig);
        Assert.Equal(1, _rig.Repository.Questions);
    }

    [Fact]
    public async Task Dispose_ScanIsRunning_IsCancelled()
    {
        var rig = new CacheRig();
        Store(rig, 2);
        using var held = new HeldScan(rig.Repository);
        var running = rig.LoadAll();
        await held.BeganAsync();

        rig.Dispose();
        held.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.InTime());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.LoadAll().InTime());
    }

    [Fact]
    public async Task LoadAllAsync_AtTheStart_LogsHowManyGuildsAreWarm()
    {
        const int Preloaded = 3;
        using var log = new EventRecorder();
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(log));

        Assert.StartsWith("0 of 0 guilds", Assert.Single(log.Messages(Preloaded)), StringComparison.Ordinal);
    }

    public void Dispose() => _rig.Dispose();

    private static void Store(CacheRig rig, int count)
    {
        for (ulong guild = 1; guild <= (ulong)count; guild++)
        {
            rig.Repository.Write(guild, guild);
        }
    }

    private static Task<long> LoadAllAsync(CacheRig rig, IProgress<GuildConfigPreloadProgress>? progress = null)
        => rig.LoadAll(progress).InTime();

    private static GuildConfigSnapshot? Cached(CacheRig rig, ulong guildId) => rig.Cache.TryGet(guildId, out var snapshot) ? snapshot : null;

    private sealed class ImmediateProgress(Action<GuildConfigPreloadProgress> report) : IProgress<GuildConfigPreloadProgress>
    {
        public void Report(GuildConfigPreloadProgress value) => report(value);
    }
}
