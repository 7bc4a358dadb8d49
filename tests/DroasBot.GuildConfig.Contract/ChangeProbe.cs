using DroasBot.GuildConfig.Telemetry;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A watcher of a node's changes, from its creation on.</summary>
public sealed class ChangeProbe : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<GuildConfigChange> _changes;
    private Task<bool> _next;

    public ChangeProbe(ContractNode node)
    {
        _changes = node.Log.WatchAsync(_stop.Token).GetAsyncEnumerator();
        _next = _changes.MoveNextAsync().AsTask();
    }

    public async Task<GuildConfigChange> NextAsync()
    {
        Assert.True(await _next.InTime());
        var change = _changes.Current;
        _next = _changes.MoveNextAsync().AsTask();
        return change;
    }

    /// <summary>Reads changes up to the given revision.</summary>
    public async Task<List<GuildConfigChange>> TakeUntilAsync(long revision)
    {
        var taken = new List<GuildConfigChange>();
        do
        {
            taken.Add(await NextAsync());
        }
        while (taken[^1].Revision < revision);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _changes.DisposeAsync();
        _stop.Dispose();
    }
}
