using Microsoft.Coyote.Random;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>Units of work run next to other writes, perhaps longer than their limit: each is stored completely or not at all, and its transaction ends with it.</summary>
internal static class UnitsOfWork
{
    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var explored = new ExploredWriter(chance.NextBoolean() ? ExploredWriter.Short : ExploredWriter.Endless, isPatient: chance.NextBoolean());
        var (one, sibling, _) = ExploredCache.Guilds;
        using var leaving = new CancellationTokenSource();
        Task[] work =
        [
            Task.Run(() => explored.TransactAsync(one, sibling)),
            Task.Run(() => explored.TransactAsync(one, sibling, leaving.Token)),
            Task.Run(() => explored.UpdateTwiceAsync(one)),
            Task.Run(leaving.Cancel),
            Task.Run(() => explored.ReadAsync(sibling)),
        ];
        await Task.WhenAll(work);

        await explored.EndAsync();
    }
}
