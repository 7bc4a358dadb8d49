using DroasBot.GuildConfig.Coyote.Database;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>A row is altered without the library, and nodes are repeatedly told to load again, or find a gap in the log, while loads fail: a watcher that is told to read again finds what was altered before.</summary>
internal static class RefreshedNode
{
    private const int Refreshes = 5;

    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var node = new ExploredNode();
        var guildId = ExploredCache.Guilds.One;
        var altered = new SortedDictionary<long, ulong>();
        node.Database.Write(guildId);
        await node.Startup.StartAsync(progress: null, CancellationToken.None);
        var failures = 1;
        node.Database.Failure = step => step == DatabaseStep.Read && failures > 0 && chance.NextInteger(8) == 0 && failures-- > 0 ? ExploredDatabase.Outage() : null;
        var last = node.Database.Clock.Revision + Refreshes;
        Task[] work =
        [
            WatchAsync(node, guildId, altered, last),
            Task.Run(() => AlterAsync(node, guildId, altered, prunes: chance.NextBoolean())),
        ];
        await Task.WhenAll(work);

        await node.Feed.Refreshing;
        await node.EndAsync();
    }

    private static async Task AlterAsync(ExploredNode node, ulong guildId, SortedDictionary<long, ulong> altered, bool prunes)
    {
        for (var i = 1; i <= Refreshes; i++)
        {
            var channelId = guildId + (ulong)i;
            node.Database.Alter(guildId, channelId);
            node.Database.AnnounceRefresh();
            altered[node.Database.Clock.Revision] = channelId;
            if (prunes)
            {
                node.Database.Prune(node.Database.Clock.Revision);
            }

            await Task.Yield();
        }
    }

    private static async Task WatchAsync(ExploredNode node, ulong guildId, SortedDictionary<long, ulong> altered, long last)
    {
        await foreach (var change in node.Streams.WatchAsync(CancellationToken.None))
        {
            var read = await node.Service.GetAsync(guildId);
            var expected = altered[change.Revision];
            Specification.Assert(read.WelcomeChannelId >= expected, "A watcher that was told of change {0} read {1} instead of {2}.", change.Revision, read.WelcomeChannelId, expected);
            if (change.Revision == last)
            {
                return;
            }
        }
    }
}
