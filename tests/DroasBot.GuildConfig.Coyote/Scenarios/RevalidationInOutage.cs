using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>An expired guild is read while it changes, all guilds are refreshed, and the database fails for a while: the guild is always served, never goes back, and is current again in the end.</summary>
internal static class RevalidationInOutage
{
    public static async Task RunAsync()
    {
        using var explored = new ExploredCache();
        var guildId = ExploredCache.Guilds.One;
        explored.Publish(explored.Repository.Write(guildId));
        explored.Expire();

        Task[] work =
        [
            Task.Run(() => ReadAsync(explored, guildId)),
            Task.Run(() => ReadAsync(explored, guildId)),
            Task.Run(() => explored.Publish(explored.Repository.Write(guildId))),
            Task.Run(() => RefreshAsync(explored)),
            Task.Run(() => FailAsync(explored)),
        ];
        await Task.WhenAll(work);

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
            // During the outage.
        }
    }

    private static async Task FailAsync(ExploredCache explored)
    {
        explored.Repository.Failure = StubRepository.Outage();
        await Task.Yield();
        explored.Repository.Failure = null;
    }

    /// <summary>A write that is not announced is found by the first load that begins after it, which is at the latest the second one behind a read past the time-to-live.</summary>
    /// <remarks>
    /// The time-to-live counts from the end of a load. A load in progress may have seen the row before the write; nothing was published that would reject it,
    /// so its value counts as current for another time-to-live. Behind reads there is only one load at a time, so the next one began after the write.
    /// </remarks>
    private static async Task RecoverAsync(ExploredCache explored, ulong guildId)
    {
        await explored.Failures.Question;
        for (var i = 0; explored.Failures.IsOutage && i < 10; i++)
        {
            await explored.Loader.ReloadAsync(ExploredCache.Guilds.Other, CancellationToken.None);
            explored.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Specification.Assert(!explored.Failures.IsOutage, "The outage did not end.");

        explored.Repository.Write(guildId);
        await ReadUntilCurrentAsync(explored, guildId);
        await ReadUntilCurrentAsync(explored, guildId);

        // A load sets the time before the value, and a read takes no lock: it may find the old value with the new time, until the load ends. Nothing expires in the meantime.
        for (var i = 0; (await explored.ReadAsync(guildId)).Revision != explored.Repository.Revision; i++)
        {
            Specification.Assert(i < 1000, "The last change is not visible.");
            await Task.Yield();
        }
    }

    private static async Task ReadUntilCurrentAsync(ExploredCache explored, ulong guildId)
    {
        explored.Expire();
        for (var i = 0; explored.Cache.Find(guildId, out _) == CacheAnswer.Expired; i++)
        {
            Specification.Assert(i < 1000, "The guild was not loaded again.");
            await explored.ReadAsync(guildId);
            explored.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
