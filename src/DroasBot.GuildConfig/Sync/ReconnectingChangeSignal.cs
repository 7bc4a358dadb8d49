using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sync;

/// <summary>A signal that never fails: if the inner one fails, or cannot be created, it is recreated after a delay; meanwhile, waits end after that delay. Used by one thread at a time.</summary>
/// <remarks>
/// A wait that creates the signal ends immediately: the caller then reads what was committed before.
/// <para>
/// Between two waits the change feed reads the database. So a second failure in a row is a fault of the signal itself, and worth a log line; the first may be the
/// beginning of an outage, which the feed is about to notice.
/// </para>
/// </remarks>
internal sealed class ReconnectingChangeSignal(Func<IChangeSignal> create, WaitingTime waiting, ILogger logger) : IChangeSignal
{
    private const int FailuresOfItsOwn = 2;

    private IChangeSignal? _signal;
    private int _failures;

    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            if (_signal is null)
            {
                _signal = create();
                return;
            }

            await _signal.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            if (_failures >= FailuresOfItsOwn)
            {
                logger.SignalRecovered(_failures);
            }

            _failures = 0;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (++_failures == FailuresOfItsOwn)
            {
                logger.SignalFailed(failure);
            }

            await DisposeAsync().ConfigureAwait(false);
            var pause = Backoff.InOutage(_failures - 1);
            await waiting.DelayAsync(pause < timeout ? pause : timeout, cancellationToken).ConfigureAwait(false);
        }
    }

    public void CloseGone() => _signal?.CloseGone();

    public async ValueTask DisposeAsync()
    {
        if (_signal is { } signal)
        {
            _signal = null;
            await signal.DisposeAsync().ConfigureAwait(false);
        }
    }
}
