using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>One row cannot be read; whether the database can is a separate question.</summary>
public sealed class LoadFailureTrackerTests : IDisposable
{
    private const ulong Damaged = 1;
    private const ulong Sound = 2;
    private const int OutageBegan = 10;
    private const int OutageEnded = 11;
    private const int LoadFailed = 12;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly CacheRig _rig = new();

    public LoadFailureTrackerTests()
    {
        _rig.Repository.Write(Damaged, 7);
        _rig.Repository.Write(Sound, 8);
    }

    private (int Began, int Ended, int LoadFailed) Lines => (_rig.Log.Count(OutageBegan), _rig.Log.Count(OutageEnded), _rig.Log.Count(LoadFailed));

    [Fact]
    [Trait("Invariant", "10")]
    public async Task GetAsync_DamagedRowAmongIntactOnes_IsNoOutageAndLogsOneLineInTenMinutes()
    {
        DamageRow();
        for (var i = 0; i < 601; i++)
        {
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(Damaged).InTime());
            await _rig.Report.Question.InTime();
            _rig.Cache.Invalidate(Sound);
            await _rig.Read(Sound).InTime();
            _rig.Time.Advance(_second);
        }

        Assert.Equal((0, 0, 2), Lines);
        Assert.Equal(
            ["Guild 1 could not be loaded, although the database answers (1 such failures since the last such message)",
             "Guild 1 could not be loaded, although the database answers (600 such failures since the last such message)"],
            _rig.Log.Messages(LoadFailed));
    }

    [Fact]
    public async Task GetAsync_DamagedRowExpired_IsServedAndIsNoOutage()
    {
        await _rig.Read(Damaged).InTime();
        _rig.Expire();
        DamageRow();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(7UL, (await _rig.Read(Damaged).InTime()).WelcomeChannelId);
            await _rig.Report.Question.InTime();
            await _rig.Read(Sound).InTime();
            _rig.Time.Advance(_second * 2);
        }

        await _rig.Log.WaitForAsync(LoadFailed);
        Assert.Equal((0, 0, 1), Lines);
        Assert.False(_rig.Report.ServesStale);

        // Retried after a pause, not by each read.
        Assert.InRange(_rig.Cache.GetStatistics().ExpiredHits, 20, 40);
        Assert.InRange(_rig.Repository.Queries, 3, 8);
    }

    [Fact]
    public async Task GetAsync_ManyFailures_QueryTheDatabaseOncePerSecond()
    {
        DamageRow();
        for (var i = 0; i < 50; i++)
        {
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(Damaged).InTime());
            await _rig.Report.Question.InTime();
        }

        Assert.Equal(1, _rig.Repository.Questions);
        _rig.Time.Advance(_second);
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(Damaged).InTime());
        await _rig.Report.Question.InTime();
        Assert.Equal(2, _rig.Repository.Questions);
    }

    [Fact]
    public async Task GetAsync_RowDamagedDuringAnOutage_DoesNotKeepItFromEnding()
    {
        _rig.Repository.Failure = StubRepository.Outage();
        await FailAsync();
        DamageRow();
        _rig.Repository.Failure = null;
        for (var i = 0; i < 5; i++)
        {
            _rig.Time.Advance(_second);
            await FailAsync();
        }

        Assert.Equal((1, 1, 1), Lines);
        Assert.Contains(" 2 loads ", _rig.Log.Messages(OutageEnded)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_IntactRowLoadedDuringAnOutageOfLoads_EndsIt()
    {
        _rig.Repository.Failure = StubRepository.Outage();
        await FailAsync();
        _rig.Repository.Failure = null;
        await _rig.Read(Sound).InTime();
        _rig.Time.Advance(_second);

        Assert.Equal((1, 1, 0), Lines);
    }

    [Fact]
    public async Task GetAsync_FailureOutsideTheStore_IsNotReported()
    {
        _rig.Repository.FailureOf = _ => new InvalidOperationException();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _rig.Read(Damaged).InTime());

        Assert.Equal(0, _rig.Repository.Questions);
    }

    public void Dispose() => _rig.Dispose();

    private void DamageRow() => _rig.Repository.FailureOf = guildId => guildId == Damaged ? StubRepository.Outage() : null;

    private async Task FailAsync()
    {
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _rig.Read(Damaged).InTime());
        await _rig.Report.Question.InTime();
    }
}
