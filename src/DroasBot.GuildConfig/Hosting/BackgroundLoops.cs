using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Hosting;

/// <summary>Starts the background loops, and ends them when the host stops or its services are disposed. Thread-safe.</summary>
internal sealed class BackgroundLoops(IEnumerable<IBackgroundLoop> loops, ILogger<BackgroundLoops> logger) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = UnflowedContext.Start(
        () => Task.WhenAll([.. loops.Select(loop => Task.Run(() => RunAsync(loop, _stop.Token)))]));

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

    /// <summary>Restarts a loop that fails unexpectedly; the first failure is logged.</summary>
    private async Task RunAsync(IBackgroundLoop loop, CancellationToken cancellationToken)
    {
        for (var hasFailed = false; !cancellationToken.IsCancellationRequested;)
        {
            try
            {
                await loop.RunAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception unforeseen) when (!cancellationToken.IsCancellationRequested)
            {
                if (!hasFailed)
                {
                    logger.LoopFailed(unforeseen, loop.GetType().Name);
                    hasFailed = true;
                }

                await Task.Delay(_pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
