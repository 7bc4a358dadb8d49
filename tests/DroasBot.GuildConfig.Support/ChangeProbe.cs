using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Support;

/// <summary>A watcher of a host's changes that is registered as soon as it is created.</summary>
public sealed class ChangeProbe : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly IAsyncEnumerator<GuildConfigChange> _changes;
    private Task<bool> _next;

    public ChangeProbe(IServiceProvider host)
    {
        _changes = host.GetRequiredService<IGuildConfigChangeLog>().WatchAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
        _next = _changes.MoveNextAsync().AsTask();
    }

    /// <summary>Gets whether a change, or the end, is available without waiting.</summary>
    public bool HasNext => _next.IsCompleted;

    public async Task<GuildConfigChange> NextAsync()
    {
        Assert.True(await _next.InTime(), "The watch has ended.");
        var change = _changes.Current;
        _next = _changes.MoveNextAsync().AsTask();
        return change;
    }

    public async Task<IReadOnlyList<GuildConfigChange>> TakeAsync(int count)
    {
        var taken = new List<GuildConfigChange>(count);
        while (taken.Count < count)
        {
            taken.Add(await NextAsync());
        }

        return taken;
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

    /// <summary>Waits for the end of the enumeration.</summary>
    public async Task EndAsync() => Assert.False(await _next.InTime(), "One more change came.");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _next.ContinueWith(static _ => { }, TaskScheduler.Default).InTime();
        await _changes.DisposeAsync();
        _stop.Dispose();
    }
}
