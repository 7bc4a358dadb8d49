using DroasBot.GuildConfig.Coyote.Database;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>The host stops, and its services are disposed, while a start is in progress or waits for the database: every caller gets an answer, and nothing keeps running.</summary>
internal static class StoppedStart
{
    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var node = new ExploredNode(ExploredWriter.Endless);
        var guildId = ExploredCache.Guilds.One;
        node.Database.Write(guildId);
        var isDown = chance.NextBoolean();
        node.Database.Failure = step => isDown && step == DatabaseStep.Open ? ExploredDatabase.Outage() : null;
        var stopsFirst = chance.NextBoolean();
        Task[] work =
        [
            Task.Run(() => CallAsync(() => node.Startup.StartAsync(progress: null, CancellationToken.None))),
            Task.Run(() => CallAsync(async () => await node.Service.GetAsync(guildId))),
            Task.Run(() => CallAsync(() => node.Service.UpdateAsync(guildId, editor => editor.WelcomeChannelId = guildId))),
            Task.Run(() => EndAsync(node, stopsFirst)),
        ];
        await Task.WhenAll(work);

        var answer = await CallAsync(() => node.Startup.StartAsync(progress: null, CancellationToken.None));
        Specification.Assert(answer is ObjectDisposedException, "A start after the end got: {0}", answer);
        Specification.Assert(node.Running == 0, "A loop is still running after the end.");
    }

    private static async Task EndAsync(ExploredNode node, bool stopsFirst)
    {
        if (stopsFirst)
        {
            await node.Host.StoppedAsync(CancellationToken.None);
        }

        await node.EndAsync();
    }

    private static async Task<Exception?> CallAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception failure) when (failure is GuildConfigException or ObjectDisposedException)
        {
            return failure;
        }
    }
}
