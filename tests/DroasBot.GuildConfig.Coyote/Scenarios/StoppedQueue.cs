using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>The queue is stopped while writes arrive and one is inside its edit: accepted writes are completed, others are refused, and nobody waits for ever.</summary>
internal static class StoppedQueue
{
    public static async Task RunAsync()
    {
        using var explored = new ExploredWriter(ExploredWriter.Endless, isPatient: Generator.Create().NextBoolean());
        var (one, sibling, _) = ExploredCache.Guilds;
        var released = new TaskCompletionSource();
        Task[] work =
        [
            Task.Run(() => explored.UpdateAsync(one, inside: () => released.Task.Wait())),
            Task.Run(() => explored.UpdateTwiceAsync(one)),
            Task.Run(() => explored.UpdateAsync(sibling)),
            Task.Run(explored.Queue.StopAsync),
            Task.Run(released.SetResult),
        ];
        await Task.WhenAll(work);

        Specification.Assert((await explored.UpdateAsync(one)).Failure is not null, "A stopped queue accepted a write.");
        await explored.EndAsync();
    }
}
