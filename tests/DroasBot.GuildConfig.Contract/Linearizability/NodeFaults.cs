namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>What befalls nodes and their database, one thing after another, while callers go on.</summary>
/// <param name="store">The database.</param>
/// <param name="nodes">The nodes.</param>
/// <param name="instants">What goes on meanwhile: each fault lasts for some of them.</param>
/// <param name="ofEngine">What befalls this engine only, each for as long as what it is given to wait for takes.</param>
/// <param name="random">What it decides by.</param>
internal sealed class NodeFaults(ContractStore store, IReadOnlyList<FaultyNode> nodes, Instants instants, IReadOnlyList<Func<Func<Task>, Task>> ofEngine, Random random)
{
    private const int LongestPause = 600;
    private const int LongestFault = 40;
    private const int OfAllEngines = 6;

    /// <summary>Gets how often something has happened.</summary>
    public int Count { get; private set; }

    /// <summary>Goes on until the callers have ended.</summary>
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
            // What befell before is not over for everybody.
        }
    }
}
