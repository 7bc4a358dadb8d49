using System.Globalization;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A consumer in a separate process, with its own cursor, is killed repeatedly.</summary>
public abstract class KilledConsumerContract : StoreContract
{
    /// <summary>Set <c>GUILD_CONFIG_CONSUMER_KILLS</c> to 100 for the long run, of two minutes.</summary>
    private static readonly int _kills = Repetitions.Of("GUILD_CONFIG_CONSUMER_KILLS", 6);

    [Fact]
    public async Task Kill_ConsumerAtRandomMoments_SeesEachRevisionOnce()
    {
        using var directory = new TemporaryDirectory();
        await RunAsync(directory.File("store"));
    }

    private async Task RunAsync(string store)
    {
        var node = await Store.StartNodeAsync(options => options.HistoryLimit = null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = WriteAsync(node, stop.Token);
        for (var kill = 1; kill <= _kills; kill++)
        {
            await using var consumer = await NodeProcess.StartAsync(polling: false, "consume", Store.NodeDatabase, store);
            await Task.Delay(TimeSpan.FromMilliseconds(new Random(kill).Next(0, 300)), Token);
            await consumer.KillAsync();
        }

        await stop.CancelAsync();
        var last = await writing;
        await using (await NodeProcess.StartAsync(polling: false, "consume", Store.NodeDatabase, store))
        {
            await Deadlines.UntilAsync(async () => await ReadLastAsync(store) == last);
        }

        var lines = await File.ReadAllLinesAsync(store, Token);
        TestContext.Current.TestOutputHelper?.WriteLine($"{lines.Length} changes, {_kills} kills");
        Assert.Equal(Enumerable.Range(1, (int)last).Select(i => (long)i), lines.Select(line => long.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)));
        Assert.DoesNotContain(lines, line => line.EndsWith(nameof(GuildConfigChangeKind.Refreshed), StringComparison.Ordinal));
    }

    private static async Task<long?> ReadLastAsync(string store)
    {
        await using var file = new FileStream(store, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? long.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }

    /// <returns>The last revision.</returns>
    private static async Task<long> WriteAsync(ContractNode node, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        var last = await node.IncrementAsync(1, Token);
        for (var guild = 2UL; !stop.IsCancellationRequested; guild++)
        {
            last = await node.IncrementAsync((guild % 5) + 1, Token);
            await pace.WaitForNextTickAsync(Token);
        }

        return last.Revision;
    }
}
