using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Waits for the notifications that the writers of other nodes commit along with their changes.</summary>
/// <remarks>
/// A notification is lost to who is not connected. So a wait that has (re)connected ends at once, with LISTEN in force: whoever waits then reads
/// all that came before, and is told of all that comes after. While there is no connection, waits end by themselves, as a poll does.
/// <para>
/// The driver sends its own keep-alives only in a wait that is longer than their interval, which none is. So the connection is asked for a sign
/// of life here: a half-open one would be silent for ever.
/// </para>
/// <para>
/// Between two waits the change feed has read the database. So a second failure in a row is the listener's own, and worth a line; the first may be the
/// begin of an outage, which the feed is about to notice.
/// </para>
/// </remarks>
internal sealed class PostgreSqlChangeSignal(string connectionString, TimeProvider timeProvider, ILogger logger) : IChangeSignal
{
    /// <summary>How long the server may take to answer.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private const int FailuresOfItsOwn = 2;

    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(10);

    private NpgsqlConnection? _listener;
    private long _lastSign;
    private int _failures;

    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            if (_listener is null)
            {
                await ListenAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (await _listener.WaitAsync(timeout, cancellationToken).ConfigureAwait(false) || timeProvider.GetElapsedTime(_lastSign) > _longestSilence)
            {
                await AskForSignAsync(_listener, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            await CloseAsync().ConfigureAwait(false);
            if (++_failures == FailuresOfItsOwn)
            {
                logger.ListenerLost(failure);
            }

            await Task.Delay(Pause(timeout), timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => new(CloseAsync());

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        _listener = new NpgsqlConnection(connectionString);
        await _listener.OpenAsync(cancellationToken).ConfigureAwait(false);
        using var listen = new NpgsqlCommand("LISTEN " + PostgreSqlDatabase.Channel, _listener);
        await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        _lastSign = timeProvider.GetTimestamp();
        if (_failures >= FailuresOfItsOwn)
        {
            logger.ListenerRestored(_failures);
        }

        _failures = 0;
    }

    /// <summary>Also takes in every notification that has arrived: one is as good as many, and what is not read would pile up on the server.</summary>
    private async Task AskForSignAsync(NpgsqlConnection listener, CancellationToken cancellationToken)
    {
        using var question = new NpgsqlCommand("SELECT 1", listener);
        await question.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        _lastSign = timeProvider.GetTimestamp();
    }

    private async Task CloseAsync()
    {
        if (_listener is { } listener)
        {
            _listener = null;
            await listener.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Doubles up to a limit, and is random, so that the nodes do not all come back to a restarted server at once.</summary>
    private TimeSpan Pause(TimeSpan timeout)
    {
        var pause = RetryDelay.Of(_firstPause, _longestPause, _failures);
        return pause < timeout ? pause : timeout;
    }
}
