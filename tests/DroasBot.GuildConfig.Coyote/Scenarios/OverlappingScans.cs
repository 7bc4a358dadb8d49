using DroasBot.GuildConfig.Caching;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>Loads of all guilds overlap, while guilds are added, changed and deleted: loads are shared and run one at a time, and no change is lost.</summary>
internal static class OverlappingScans
{
    public static async Task RunAsync()
    {
        using var explored = new ExploredCache();
        var (one, sibling, other) = ExploredCache.Guilds;
        explored.Repository.Write(one);
        explored.Repository.Write(sibling);
        explored.Repository.BeforeRow = static _ => SchedulingPoint.Interleave();
        Task[] work =
        [
            Task.Run(() => LoadAllAsync(explored, one)),
            Task.Run(() => LoadAllAsync(explored, one)),
            Task.Run(() => explored.Preloader.RefreshAsync(CancellationToken.None)),
            Task.Run(() => ReadAsync(explored)),
            Task.Run(() => ChangeAsync(explored)),
        ];
        await Task.WhenAll(work);

        Specification.Assert(explored.Repository.Questions <= 3, "{0} scans for three requests.", explored.Repository.Questions);
        Specification.Assert(explored.Cache.Find(one, out _) == CacheAnswer.Current, "A change during the scan was lost.");
        Specification.Assert(explored.Cache.Find(other, out _) == CacheAnswer.Current, "A guild created during the scan was lost.");
        Specification.Assert((await explored.ReadAsync(one)).Exists, "A guild was lost.");
        Specification.Assert((await explored.ReadAsync(other)).Exists, "A new guild was lost.");
        Specification.Assert(!(await explored.ReadAsync(sibling)).Exists, "A deleted guild is back.");
    }

    /// <summary>A caller that waits for a load sees what was committed before its request.</summary>
    private static async Task LoadAllAsync(ExploredCache explored, ulong guildId)
    {
        var committed = explored.Repository.Revision;
        await explored.Preloader.LoadAllAsync(progress: null, CancellationToken.None);
        Specification.Assert(explored.Cache.Revision >= committed, "The cache is at revision {0}, but {1} was committed.", explored.Cache.Revision, committed);
        await explored.ReadAsync(guildId);
    }

    private static async Task ReadAsync(ExploredCache explored)
    {
        var (one, sibling, other) = ExploredCache.Guilds;
        foreach (var guildId in new[] { one, sibling, other, one, sibling, other })
        {
            await explored.ReadAsync(guildId);
        }
    }

    private static async Task ChangeAsync(ExploredCache explored)
    {
        var (one, sibling, other) = ExploredCache.Guilds;
        explored.Publish(explored.Repository.Write(one));
        await Task.Yield();
        explored.Publish(explored.Delete(sibling));
        await Task.Yield();
        explored.Publish(explored.Repository.Write(other));
    }
}
