using Microsoft.Coyote.Random;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>Many callers write, some give up, and the common limit may elapse: each learns the outcome of its own write, and writes of one caller keep their order.</summary>
internal static class WithdrawnWrites
{
    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var explored = new ExploredWriter(chance.NextBoolean() ? ExploredWriter.Short : ExploredWriter.Endless, isPatient: chance.NextBoolean());
        var (one, sibling, _) = ExploredCache.Guilds;
        using var leaving = new CancellationTokenSource();
        Task[] work =
        [
            Task.Run(() => explored.UpdateTwiceAsync(one)),
            Task.Run(() => explored.UpdateAsync(one, cancellationToken: leaving.Token)),
            Task.Run(() => explored.UpdateAsync(sibling, cancellationToken: leaving.Token)),
            Task.Run(leaving.Cancel),
            Task.Run(() => explored.ReadAsync(one)),
        ];
        await Task.WhenAll(work);

        await explored.EndAsync();
    }
}
