using DroasBot.GuildConfig.Coyote.Database;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>This node and another write, while the database fails now and then: each change is reported once and in order, whenever the watch began; an abandoned watch blocks nobody; and the cache follows.</summary>
internal static class FollowedChanges
{
    private const int Writes = 3;

    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var node = new ExploredNode();
        using var leaving = new CancellationTokenSource();
        var (one, sibling, other) = ExploredCache.Guilds;
        node.Database.Write(one);
        await node.Startup.StartAsync(progress: null, CancellationToken.None);
        var last = node.Database.Clock.Revision + (2 * Writes) + Writes;
        var failures = 2;
        node.Database.Failure = step => step == DatabaseStep.Read && failures > 0 && chance.NextInteger(8) == 0 && failures-- > 0 ? ExploredDatabase.Outage() : null;
        Task[] work =
        [
            node.WatchAsync(last),
            Task.Run(() => node.ResumeAsync(last)),
            Task.Run(() => LeaveAsync(node, leaving.Token)),
            Task.Run(leaving.Cancel),
            Task.Run(() => WriteElsewhereAsync(node, one, sibling)),
            Task.Run(() => WriteAsync(node, other)),
        ];
        await Task.WhenAll(work);

        failures = 0;
        foreach (var guildId in new[] { one, sibling, other })
        {
            Specification.Assert((await node.Service.GetAsync(guildId)).Revision == node.Database.Find(guildId).Revision, "The cache did not follow.");
        }

        await node.EndAsync();
    }

    private static async Task WriteElsewhereAsync(ExploredNode node, ulong one, ulong sibling)
    {
        for (var i = 0; i < Writes; i++)
        {
            await node.Database.Turn.WaitAsync(ExploredWriter.Endless, CancellationToken.None);
            node.Database.Write(one, sibling);
            node.Database.Turn.Release();
            await Task.Yield();
        }
    }

    private static async Task WriteAsync(ExploredNode node, ulong guildId)
    {
        for (var i = 1; i <= Writes; i++)
        {
            var channelId = guildId + (ulong)i;
            await node.Service.UpdateAsync(guildId, editor => editor.WelcomeChannelId = channelId);
        }
    }

    private static async Task LeaveAsync(ExploredNode node, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in node.Streams.WatchAsync(cancellationToken))
            {
                Specification.Assert(change.Revision <= node.Database.Clock.Revision, "A change was reported before it was committed.");
            }
        }
        catch (OperationCanceledException)
        {
            Specification.Assert(cancellationToken.IsCancellationRequested, "A watch was cancelled although nobody asked for it.");
        }
    }
}
