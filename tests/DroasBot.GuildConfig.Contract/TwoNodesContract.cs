using System.Collections.Concurrent;
using DroasBot.GuildConfig.Contract.Linearizability;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Two nodes that share nothing but the database, called at random while nodes, connections and the database fail.</summary>
/// <remarks>
/// Changes, reads in a unit of work and reads that bypass the cache appear to happen at one instant each, whichever node is called. A node's cached value may be old, but never older than
/// what that node has served or written. A failed call has changed nothing, unless it reports that the outcome is unknown.
/// </remarks>
public abstract class TwoNodesContract : StoreContract
{
    private const int Nodes = 2;
    private const int TasksOfANode = 6;

    private static readonly int _seed = Repetitions.Of("GUILD_CONFIG_FAULTS_SEED", 1);

    /// <summary>Gets how many calls fit into a few seconds.</summary>
    protected virtual int CallsByDefault => 3_000;

    /// <summary>Gets the faults specific to this engine; each lasts as long as the task that it waits for.</summary>
    protected virtual IReadOnlyList<Func<Func<Task>, Task>> EngineFaults => [];

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "4")]
    [Trait("Invariant", "7")]
    public async Task Nodes_RandomCallsDuringFaults_AreLinearizable()
    {
        var nodes = Enumerable.Range(0, Nodes).Select(number => new FaultyNode(Store, number, Configure)).ToList();
        foreach (var node in nodes)
        {
            await node.StartAsync();
        }

        var instants = new Instants();
        var callsOfATask = Repetitions.Of("GUILD_CONFIG_FAULTS_OPERATIONS", CallsByDefault) / (Nodes * TasksOfANode);
        var restorable = new ConcurrentDictionary<ulong, ConcurrentStack<GuildConfigSnapshot>>();
        var callers = Task.WhenAll(Enumerable.Range(0, Nodes * TasksOfANode).Select(slot => Task.Run(() =>
            new NodeCaller(nodes[slot % Nodes], slot, instants, restorable, new Random(HashCode(slot))).RunAsync(callsOfATask))));
        var faults = new NodeFaults(Store, nodes, instants, EngineFaults, new Random(HashCode(-1)));
        await faults.RunAsync(callers);
        var calls = (await callers).SelectMany(some => some).ToList();

        var history = new NodeHistory(calls, await ReadLogAsync(await nodes[0].Running, calls));
        Report(history, faults.Count);
        var violation = history.Explain();
        Assert.True(violation.Length == 0, violation);
        await AssertInStepAsync(nodes, calls);
        Assert.Empty(await (await nodes[0].Running).Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    private static int HashCode(int slot) => unchecked((_seed * 397) ^ slot);

    /// <summary>Calls fail during a fault, and the cache has room for half of the guilds.</summary>
    private static void Configure(GuildConfigOptions options)
    {
        options.TransactionTimeout = TimeSpan.FromMilliseconds(150);
        options.SyncInterval = TimeSpan.FromMilliseconds(100);
        options.HistoryLimit = null;
        options.Cache.MaxBytes = 4096;
        options.Cache.TimeToLive = TimeSpan.FromMilliseconds(20);
    }

    private static async Task<List<GuildConfigChange>> ReadLogAsync(ContractNode node, List<NodeCall> calls)
    {
        var log = new List<GuildConfigChange>();
        foreach (var guild in calls.Select(call => call.Operation.Guild).Distinct())
        {
            log.AddRange(await node.Log.GetHistoryAsync(guild, Token).ToListAsync(Token));
        }

        return log;
    }

    /// <summary>In the end, each node matches the database.</summary>
    private async Task AssertInStepAsync(List<FaultyNode> nodes, List<NodeCall> calls)
    {
        var running = await Task.WhenAll(nodes.Select(node => node.Running));
        var stored = (await Store.QueryAsync("SELECT guild_id, revision FROM guild_config")).ToDictionary(row => unchecked((ulong)(long)row[0]!), row => (long)row[1]!);
        foreach (var guild in calls.Select(call => call.Operation.Guild).Distinct())
        {
            var revision = stored.GetValueOrDefault(guild);
            await Deadlines.UntilAsync(async () => (await Task.WhenAll(running.Select(node => node.Service.GetAsync(guild, Token).AsTask()))).All(read => read.Revision == revision));
        }
    }

    private static void Report(NodeHistory history, int faults)
        => TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {_seed}: {history.Calls.Count} calls and {history.Log.Count} changes during {faults} faults; {string.Join(", ", history.Calls.GroupBy(call => call.Fate).Select(calls => $"{calls.Key}: {calls.Count()}"))}");
}
