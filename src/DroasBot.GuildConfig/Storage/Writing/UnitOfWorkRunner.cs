using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Runs a host's unit of work, for no longer than what is left of its limit.</summary>
internal sealed class UnitOfWorkRunner(AccessGuard access, WriteRules rules)
{
    public async Task<bool> RunAsync(
        UnitOfWork unit, TimeSpan limit, Func<IGuildConfigTransaction, CancellationToken, Task> work, ChangeContext context, CancellationToken cancellationToken)
    {
        var transaction = new GuildConfigTransaction(unit, access, rules, context);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On a thread of its own, so that a delegate that blocks it can be left behind as well as one that never completes, and takes none from the pool.
        var running = Task.Factory.StartNew(
            () => work(transaction, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            // Not by the exception of the wait: the unit may end at the same instant, and with a TimeoutException of its own.
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

    /// <summary>Tells a delegate that still runs to stop, and waits for it here, where nobody else waits: not even for what it does when it is told.</summary>
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
