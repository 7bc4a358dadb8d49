using System.Diagnostics.Metrics;
using System.Transactions;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A host that calls the library from inside its own ambient transaction.</summary>
public abstract class AmbientTransactionContract : StoreContract
{
    public static TheoryData<string, TransactionScopeAsyncFlowOption> Calls
    {
        get
        {
            var data = new TheoryData<string, TransactionScopeAsyncFlowOption>();
            foreach (var call in new[] { "start", "first read", "read", "list", "history", "update", "create", "delete", "unit", "restore", "refresh", "refresh all", "verify", "prune" })
            {
                data.Add(call, TransactionScopeAsyncFlowOption.Enabled);
                data.Add(call, TransactionScopeAsyncFlowOption.Suppress);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task AnyCall_InsideAnUncompletedScope_TakesEffect(string call, TransactionScopeAsyncFlowOption flow)
    {
        var earlier = await Store.StartNodeAsync();
        await earlier.IncrementAsync(1, Token);
        await earlier.IncrementAsync(1, Token);
        await earlier.DisposeAsync();
        var node = Store.BuildNode(options => options.PreloadOnStartup = false);
        if (call is not ("start" or "first read"))
        {
            await node.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        }

        // Twice, since the first call may leave state for the second.
        await InsideAsync(flow, () => CallAsync(node, call));
        await InsideAsync(flow, () => CallAsync(node, call));

        Assert.Equal(call switch { "update" => 4L, "unit" => 4L, "restore" => 1L, _ => 2L }, await ChannelAsync(call == "delete" ? 2 : 1));
        Assert.Equal(1UL, (await node.IncrementAsync(9, Token).InTime()).WelcomeChannelId);
        Assert.Equal(1L, await ChannelAsync(9));
    }

    /// <summary>A caller that joins another caller's load gets its value, and nothing else of that caller.</summary>
    [Fact]
    public async Task GetAsync_JoinsALoadStartedInAScope_IsServedAndTheLoadHasNoCallersContext()
    {
        var node = await Store.StartNodeAsync(options => options.PreloadOnStartup = false, services => services.AddMetrics());
        await node.IncrementAsync(1, Token);
        var context = new AsyncLocal<string?>();
        var seen = new List<string?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, node.Get<IMeterFactory>()) && instrument.Name.EndsWith(".load.duration", StringComparison.Ordinal))
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) =>
        {
            lock (seen)
            {
                seen.Add(context.Value ?? Transaction.Current?.ToString());
            }
        });
        listener.Start();

        for (var i = 0; i < 50; i++)
        {
            node.Cache.Invalidate(1);
            Task<GuildConfigSnapshot> first;
            using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
            {
                context.Value = "the first caller's";
                first = node.Service.GetAsync(1, Token).AsTask();
                context.Value = null;
            }

            var joined = node.Service.GetAsync(1, Token).AsTask();
            Assert.Equal((1UL, 1UL), ((await first.InTime()).WelcomeChannelId, (await joined.InTime()).WelcomeChannelId));
        }

        listener.Dispose();
        Assert.NotEmpty(seen);
        Assert.All(seen, Assert.Null);
    }

    /// <summary>On a dedicated thread: a scope whose transaction does not flow has to end on the thread where it began.</summary>
    private static Task InsideAsync(TransactionScopeAsyncFlowOption flow, Func<Task> call)
        => Task.Factory.StartNew(
            () =>
            {
                using var scope = new TransactionScope(flow);
                Assert.NotNull(Transaction.Current);
                call().WaitAsync(Deadlines.Limit, Token).GetAwaiter().GetResult();
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).InTime();

    private static Task CallAsync(ContractNode node, string call)
        => call switch
        {
            "start" => node.Services.InitializeGuildConfigAsync(cancellationToken: Token),
            "first read" or "read" => ReadAsync(node),
            "list" => node.Service.ListAsync(Token).CountAsync(Token).AsTask(),
            "history" => node.Log.GetHistoryAsync(1, Token).CountAsync(Token).AsTask(),
            "update" => node.IncrementAsync(1, Token),
            "create" => node.Service.GetOrCreateAsync(3, cancellationToken: Token),
            "delete" => DeleteAsync(node),
            "unit" => node.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, e => e.WelcomeChannelId++, token), cancellationToken: Token),
            "restore" => node.Log.RestoreAsync(1, 1, cancellationToken: Token),
            "refresh" => node.Cache.RefreshAsync(1, Token),
            "refresh all" => node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token),
            "verify" => VerifyAsync(node),
            _ => node.Get<IGuildConfigMaintenance>().PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token),
        };

    private static async Task ReadAsync(ContractNode node)
    {
        var guild = await node.Service.GetAsync(1, Token);
        node.Cache.Invalidate(1);
        Assert.Equal(2UL, guild.WelcomeChannelId);
    }

    private static async Task DeleteAsync(ContractNode node)
    {
        await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = 2, cancellationToken: Token);
        await node.Service.DeleteAsync(1, cancellationToken: Token);
        Assert.False((await node.Service.GetAsync(1, Token)).Exists);
    }

    private static async Task VerifyAsync(ContractNode node) => Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));

    private Task<long> ChannelAsync(int guild) => Store.ScalarAsync<long>($"SELECT welcome_channel_id FROM guild_config WHERE guild_id = {guild}");
}
