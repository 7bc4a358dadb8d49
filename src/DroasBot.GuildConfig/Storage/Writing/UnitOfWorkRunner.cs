using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Runs a host's unit of work, for at most the rest of its limit.</summary>
internal sealed class UnitOfWorkRunner(AccessGuard access, WriteRules rules)
{
    public async Task<bool> RunAsync(
        UnitOfWork unit, TimeSpan limit, Func<IGuildConfigTransaction, CancellationToken, Task> work, ChangeContext context, CancellationToken cancellationToken)
    {
        var transaction = new GuildConfigTransaction(unit, access, rules, context);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On a dedicated thread, so that a blocking delegate can be left behind like one that never completes, and does not take a thread-pool thread.
        var running = Task.Factory.StartNew(
            () => work(transaction, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            // Do not rely on the exception of the wait: the unit may end simultaneously, with its own TimeoutException.
            await running.WaitAsync(unit.Left > TimeSpan.Zero ? unit.Left : TimeSpan.Zero, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!running.IsCompleted)
            {
                throw new GuildConfigException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A unit of work ran longer than the transaction timeout of {limit.TotalSeconds} s and was rolled back. Do slow work before it."));
            }

            await running.ConfigureAwait(false);
            return true;
        }
        finally
        {
            _ = LeaveAsync(running, stop);
            await transaction.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Cancels a delegate that is still running, and waits for it and its cancellation callbacks here, where nothing else waits.</summary>
    private static async Task LeaveAsync(Task running, CancellationTokenSource stop)
    {
        if (!running.IsCompleted)
        {
            await stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        stop.Dispose();
    }
}
