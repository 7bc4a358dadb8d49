namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>Injects faults into nodes and their database, one after another, while callers continue.</summary>
/// <param name="store">The database.</param>
/// <param name="nodes">The nodes.</param>
/// <param name="instants">The clock of the concurrent calls: each fault lasts for some of its instants.</param>
/// <param name="ofEngine">Faults specific to this engine; each lasts as long as the task that it waits for.</param>
/// <param name="random">The source of its decisions.</param>
internal sealed class NodeFaults(ContractStore store, IReadOnlyList<FaultyNode> nodes, Instants instants, IReadOnlyList<Func<Func<Task>, Task>> ofEngine, Random random)
{
    private const int LongestPause = 600;
    private const int LongestFault = 40;
    private const int OfAllEngines = 6;

    /// <summary>Gets the number of faults so far.</summary>
    public int Count { get; private set; }

    /// <summary>Runs until the callers have ended.</summary>
    public async Task RunAsync(Task callers)
    {
        while (!callers.IsCompleted)
        {
            await PassAsync(LongestPause, callers);
            await BefallAsync(nodes[random.Next(nodes.Count)], () => PassAsync(LongestFault, callers));
            Count++;
        }
    }

    private async Task BefallAsync(FaultyNode node, Func<Task> passAsync)
    {
        switch (random.Next(OfAllEngines + (2 * ofEngine.Count)))
        {
            case 0:
                await node.RestartAsync();
                break;
            case 1:
                using (node.Faults.BeginOutage())
                {
                    await passAsync();
                }

                break;
            case 2:
                node.Faults.FailReads = true;
                await passAsync();
                node.Faults.FailReads = false;
                break;
            case 3:
                node.Faults.FailWrites = true;
                await passAsync();
                node.Faults.FailWrites = false;
                break;
            case 4:
                await using (await store.HoldWritesAsync())
                {
                    await passAsync();
                }

                break;
            case 5:
                await TryAsync(async () => await (await node.Running).Cache.RefreshAllAsync(everyNode: random.Next(2) == 0));
                break;
            case var other:
                await ofEngine[(other - OfAllEngines) / 2](passAsync);
                break;
        }
    }

    private async Task PassAsync(int most, Task callers) => await Task.WhenAny(instants.PassAsync(random.Next(most)), callers);

    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (GuildConfigStoreException)
        {
            // An earlier fault may still affect some callers.
        }
    }
}
