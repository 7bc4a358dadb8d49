using System.Globalization;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage;

/// <summary>Runs a host's unit of work, for no longer than the transaction timeout.</summary>
internal sealed class UnitOfWorkRunner(AccessGuard access, IOptions<GuildConfigOptions> options, TimeProvider timeProvider)
{
    public async Task<bool> RunAsync(
        UnitOfWork unit, Func<IGuildConfigTransaction, CancellationToken, Task> work, ChangeContext context, CancellationToken cancellationToken)
    {
        var timeout = options.Value.TransactionTimeout;
        var transaction = new GuildConfigTransaction(unit, access, context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On the pool, so that a delegate that blocks its thread can be left behind as well as one that never completes.
        var running = Task.Run(() => work(transaction, stop.Token), CancellationToken.None);
        try
        {
            await running.WaitAsync(timeout, timeProvider, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException timedOut) when (!running.IsCompleted)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            _ = running.ContinueWith(
                static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw new GuildConfigException(
                string.Create(CultureInfo.InvariantCulture, $"A unit of work ran longer than the transaction timeout of {timeout.TotalSeconds} s and was rolled back. Do slow work before it."),
                timedOut);
        }
        finally
        {
            await transaction.CloseAsync().ConfigureAwait(false);
        }
    }
}
