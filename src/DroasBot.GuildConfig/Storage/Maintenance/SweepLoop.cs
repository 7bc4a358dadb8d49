using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Repeats work, with pauses, and continues after failures. Thread-safe: several kinds of work share it and take turns, so they use one session of the database.</summary>
internal sealed class SweepLoop(OutageTracker outage, WaitingTime waiting) : IDisposable
{
    /// <summary>The minimum pause after a sweep, as a multiple of its duration: a sweep competes with the host's reads and writes.</summary>
    private const int RestFactor = 4;

    private static readonly TimeSpan _shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Gets the pause between sweeps for a retention period.</summary>
    public static TimeSpan PauseFor(TimeSpan retention) => TimeSpan.FromTicks(Math.Clamp(retention.Ticks / 10, _shortestPause.Ticks, _longestPause.Ticks));

    /// <summary>Runs until cancelled.</summary>
    /// <param name="sweep">The work.</param>
    /// <param name="pause">The minimum pause after it.</param>
    /// <param name="say">Logs a failure; called once per series of failures.</param>
    /// <param name="cancellationToken">Ends the loop.</param>
    public async Task RunAsync(Func<CancellationToken, Task> sweep, TimeSpan pause, Action<Exception> say, CancellationToken cancellationToken)
    {
        var (failures, isSaid) = (0, false);
        while (true)
        {
            var rest = TimeSpan.Zero;
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var began = waiting.GetTimestamp();
                await sweep(cancellationToken).ConfigureAwait(false);
                (failures, isSaid) = (0, false);
                rest = waiting.GetElapsedTime(began) * RestFactor;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The first failure may be the start of an outage, which is logged elsewhere.
                if (++failures > 1 && !isSaid && !outage.IsOpen)
                {
                    say(failure);
                    isSaid = true;
                }
            }
            finally
            {
                _turn.Release();
            }

            await waiting.DelayAsync(rest > pause ? rest : pause, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _turn.Dispose();
}
