using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>An edit returns only after all other writes were answered: nobody waits for it, and when it returns it is stored, unless its caller was told that it took too long.</summary>
internal static class SlowEdits
{
    public static async Task RunAsync()
    {
        var limit = Generator.Create().NextBoolean() ? ExploredWriter.Short : ExploredWriter.Endless;
        using var explored = new ExploredWriter(limit, isPatient: false);
        var (one, sibling, _) = ExploredCache.Guilds;
        var released = new TaskCompletionSource();
        var slow = Task.Run(() => explored.UpdateAsync(one, inside: () => released.Task.Wait()));
        Task[] others =
        [
            Task.Run(() => explored.UpdateAsync(one)),
            Task.Run(() => explored.UpdateAsync(sibling, inside: ExploredWriter.TakeLong)),
            Task.Run(() => explored.UpdateAsync(sibling)),
        ];
        await Task.WhenAll(others);

        released.SetResult();
        var failure = (await slow).Failure;
        Specification.Assert(failure is null || limit == ExploredWriter.Short, "An edit that returned was not stored: {0}", failure);
        await explored.EndAsync();
    }
}
