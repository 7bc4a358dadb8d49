using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>The cache is cleared while a guild is loaded and changes are published: nothing that a load saw before the clear comes back.</summary>
internal static class ClearDuringLoads
{
    public static async Task RunAsync()
    {
        using var explored = new ExploredCache();
        var guildId = ExploredCache.Guilds.One;
        explored.Repository.Write(guildId);

        var work = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadAsync(explored, guildId))).ToList();
        work.Add(Task.Run(() => ChangeAsync(explored, guildId)));
        work.Add(Task.Run(explored.Cache.Clear));
        await Task.WhenAll(work);

        Specification.Assert((await explored.ReadAsync(guildId)).Revision == explored.Repository.Revision, "The last change is not visible.");
    }

    private static async Task ReadAsync(ExploredCache explored, ulong guildId)
    {
        for (var i = 0; i < 3; i++)
        {
            await explored.ReadAsync(guildId);
        }
    }

    /// <summary>One by one: after a clear, nothing distinguishes a late change from a new one.</summary>
    private static async Task ChangeAsync(ExploredCache explored, ulong guildId)
    {
        explored.Publish(explored.Repository.Write(guildId));
        await Task.Yield();
        explored.PublishForeign(explored.Repository.Write(guildId));
    }
}
