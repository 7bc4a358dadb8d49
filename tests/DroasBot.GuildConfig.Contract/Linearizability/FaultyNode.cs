using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>A node whose database fails on demand, and that can be stopped and restarted.</summary>
internal sealed class FaultyNode(ContractStore store, int number, Action<GuildConfigOptions> configure)
{
    private volatile TaskCompletionSource<ContractNode> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number => number;

    public GuildConfigFaults Faults { get; } = new();

    /// <summary>Gets the node while it is running.</summary>
    public Task<ContractNode> Running => _running.Task;

    public async Task StartAsync()
        => _running.SetResult(await Deadlines.UntilMadeAsync(() => store.StartNodeAsync(configure, services => services.AddSingleton<IDatabaseFaults>(Faults))));

    public async Task RestartAsync()
    {
        var stopped = await Running;
        _running = new TaskCompletionSource<ContractNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        await stopped.DisposeAsync();
        await StartAsync();
    }
}
