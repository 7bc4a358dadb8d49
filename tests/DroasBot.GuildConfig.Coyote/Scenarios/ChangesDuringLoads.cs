using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>A guild changes while it is loaded, evicted, invalidated and deleted, and another process's changes arrive late: no reader is served anything older than was served or published before.</summary>
internal static class ChangesDuringLoads
{
    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var explored = new ExploredCache(chance.NextBoolean() ? ExploredCache.RoomForOne : null);
        var (one, sibling, other) = ExploredCache.Guilds;
        foreach (var guildId in new[] { one, sibling, other })
        {
            explored.Repository.Write(guildId);
        }

        var deletes = chance.NextBoolean();
        var work = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadAsync(explored, one))).ToList();
        work.Add(Task.Run(() => ChangeAsync(explored, one, deletes)));
        work.Add(Task.Run(() => DisturbAsync(explored, chance)));
        await Task.WhenAll(work);

        var last = await explored.ReadAsync(one);
        Specification.Assert(last.Exists != deletes, "The last change is not visible.");
    }

    private static async Task ReadAsync(ExploredCache explored, ulong guildId)
    {
        for (var i = 0; i < 3; i++)
        {
            await explored.ReadAsync(guildId);
        }
    }

    /// <summary>Changes of this process are published one by one; those of another may be committed long before this process learns of them.</summary>
    private static async Task ChangeAsync(ExploredCache explored, ulong guildId, bool deletes)
    {
        explored.Publish(explored.Repository.Write(guildId));
        var changes = new[] { explored.Repository.Write(guildId), deletes ? explored.Delete(guildId) : explored.Repository.Write(guildId) };
        await Task.Yield();
        foreach (var change in changes)
        {
            explored.PublishForeign(change);
        }
    }

    private static async Task DisturbAsync(ExploredCache explored, Generator chance)
    {
        var (one, sibling, other) = ExploredCache.Guilds;
        for (var i = 0; i < 3; i++)
        {
            switch (chance.NextInteger(5))
            {
                case 0:
                    explored.Cache.Invalidate(one);
                    break;
                case 1:
                    await explored.Loader.ReloadAsync(one, CancellationToken.None);
                    break;
                case 2:
                    explored.Publish(explored.Repository.Write(sibling));
                    break;
                case 3:
                    await explored.ReadAsync(sibling);
                    break;
                default:
                    await explored.ReadAsync(other);
                    break;
            }
        }
    }
}
