using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

/// <summary>A value that does not fit into the cache was still served: nothing older may follow it (invariants 2 and 4).</summary>
public sealed class UncachedValueTests
{
    private const ulong Guild = 42;
    private const long Budget = 2_000;

    private static readonly string _tooLong = new('p', 2_000);

    public static TheoryData<string> WaysToBeServed => ["reload", "read", "full load"];

    /// <remarks>Another process makes the change, and this one has not heard of it yet.</remarks>
    [Theory]
    [MemberData(nameof(WaysToBeServed))]
    [Trait("Invariant", "2")]
    public async Task Served_EarlierLoadLandsLater_DoesNotGoBack(string way)
    {
        using var rig = new CacheRig(options => options.MaxBytes = Budget);
        rig.Repository.Write(Guild, 1);
        var load = rig.Cache.BeginFullLoad(guilds: 1, addsGuilds: true);
        var scanned = await rig.Repository.FindAsync(Guild, CancellationToken.None);
        var held = rig.Repository.HoldNext(Guild);
        var early = rig.Reload(Guild);
        await held.Began.InTime();

        var second = rig.Repository.Write(Guild, 2, _tooLong).Revision;
        Assert.Equal(second, (await (way == "read" ? rig.Read(Guild) : rig.Reload(Guild)).InTime()).Revision);
        if (way == "full load")
        {
            rig.Cache.Fill(load, scanned);
            rig.Cache.EndFullLoad();
        }
        else
        {
            held.Release();
            await early.InTime();
        }

        Assert.Equal(second, (await rig.Read(Guild).InTime()).Revision);
        held.Release();
    }

    /// <remarks>The guild was cached as absent, and its new row does not fit.</remarks>
    [Theory]
    [InlineData("publish")]
    [InlineData("reload")]
    [InlineData("full load")]
    [Trait("Invariant", "3")]
    public async Task Created_WithoutRoomForIt_IsNoLongerAbsent(string way)
    {
        using var rig = new CacheRig(options => options.MaxBytes = 20_000);
        Assert.False((await rig.Read(Guild).InTime()).Exists);
        var created = rig.Repository.Write(Guild, 1, new string('p', 20_000));

        switch (way)
        {
            case "publish":
                rig.Publish(created);
                break;
            case "reload":
                await rig.Reload(Guild).InTime();
                break;
            default:
                await rig.LoadAll().InTime();
                break;
        }

        Assert.Equal(created.Revision, (await rig.Read(Guild).InTime()).Revision);
    }
}
