using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>An expired guild is read while it changes, all guilds are refreshed, and the database fails for a while: it is always served, never goes back, and is current again in the end.</summary>
internal static class RevalidationInOutage
{
    public static async Task RunAsync()
    {
        using var explored = new ExploredCache();
        var guildId = ExploredCache.Guilds.One;
        explored.Publish(explored.Repository.Write(guildId));
        explored.Expire();

        await Task.WhenAll(
            Task.Run(() => ReadAsync(explored, guildId)),
            Task.Run(() => ReadAsync(explored, guildId)),
            Task.Run(() => explored.Publish(explored.Repository.Write(guildId))),
            Task.Run(() => RefreshAsync(explored)),
            Task.Run(() => FailAsync(explored)));

        await RecoverAsync(explored, guildId);
    }

    private static async Task ReadAsync(ExploredCache explored, ulong guildId)
    {
        for (var i = 0; i < 3; i++)
        {
            await explored.ReadAsync(guildId);
            await Task.Yield();
        }
    }

    private static async Task RefreshAsync(ExploredCache explored)
    {
        try
        {
            await explored.Preloader.RefreshAsync(CancellationToken.None);
        }
        catch (GuildConfigStoreException)
        {
            // In the outage.
        }
    }

    private static async Task FailAsync(ExploredCache explored)
    {
        explored.Repository.Failure = StubRepository.Outage();
        await Task.Yield();
        explored.Repository.Failure = null;
    }

    /// <summary>What others have written is found by a read past the time-to-live, once the outage has ended.</summary>
    private static async Task RecoverAsync(ExploredCache explored, ulong guildId)
    {
        await explored.Failures.Question;
        for (var i = 0; explored.Failures.IsOutage && i < 10; i++)
        {
            await explored.Loader.ReloadAsync(ExploredCache.Guilds.Other, CancellationToken.None);
            explored.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Specification.Assert(!explored.Failures.IsOutage, "The outage does not end.");

        // Loads that are still under way may have seen the row before the write: nothing was published that would refuse them.
        explored.Repository.Write(guildId);
        for (var i = 0; i < 5; i++)
        {
            await ReadUntilCurrentAsync(explored, guildId);
        }

        Specification.Assert((await explored.ReadAsync(guildId)).Revision == explored.Repository.Revision, "The last change is not seen.");
    }

    private static async Task ReadUntilCurrentAsync(ExploredCache explored, ulong guildId)
    {
        explored.Expire();
        for (var i = 0; explored.Cache.Find(guildId, out _) == CacheAnswer.Expired; i++)
        {
            Specification.Assert(i < 1000, "The guild is not loaded again.");
            await explored.ReadAsync(guildId);
            explored.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
