using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Does the same work again and again, with pauses, and survives its failures.</summary>
internal sealed class SweepLoop(OutageTracker outage, WaitingTime waiting)
{
    /// <summary>How many times as long as a sweep the pause after it is at least: what it reads and writes is taken from the host's own.</summary>
    private const int RestFactor = 4;

    private static readonly TimeSpan _shortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(1);

    /// <summary>Gives the pause between sweeps for what is kept for a time.</summary>
    public static TimeSpan PauseFor(TimeSpan retention) => TimeSpan.FromTicks(Math.Clamp(retention.Ticks / 10, _shortestPause.Ticks, _longestPause.Ticks));

    /// <summary>Runs until cancelled.</summary>
    /// <param name="sweep">The work.</param>
    /// <param name="pause">How long to wait after it, at least.</param>
    /// <param name="say">Logs a failure; called once for all failures in a row.</param>
    /// <param name="cancellationToken">Ends the loop.</param>
    public async Task RunAsync(Func<CancellationToken, Task> sweep, TimeSpan pause, Action<Exception> say, CancellationToken cancellationToken)
    {
        var (failures, isSaid) = (0, false);
        while (true)
        {
            var (began, rest) = (waiting.GetTimestamp(), TimeSpan.Zero);
            try
            {
                await sweep(cancellationToken).ConfigureAwait(false);
                (failures, isSaid) = (0, false);
                rest = waiting.GetElapsedTime(began) * RestFactor;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The first may be the beginning of an outage, which others are about to notice and to say.
                if (++failures > 1 && !isSaid && !outage.IsOpen)
                {
                    say(failure);
                    isSaid = true;
                }
            }

            await waiting.DelayAsync(rest > pause ? rest : pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
