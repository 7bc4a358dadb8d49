namespace DroasBot.GuildConfig.Internal;

/// <summary>Starts the background loops, and ends them when the host stops or its services are disposed. Thread-safe.</summary>
internal sealed class BackgroundLoops(IEnumerable<IBackgroundLoop> loops) : IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = UnflowedContext.Start(
        () => Task.WhenAll([.. loops.Select(loop => Task.Run(() => loop.RunAsync(_stop.Token)))]));

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>For hosts that dispose their services synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
