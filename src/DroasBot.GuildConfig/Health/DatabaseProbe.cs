using System.Globalization;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Health;

/// <summary>Checks that the database is there and migrated, one query at a time: callers that arrive meanwhile share it, so that queries do not pile up. Thread-safe.</summary>
internal sealed class DatabaseProbe(SchemaMigrator migrator, IGuildConfigRepository repository, IDatabaseConnections connections)
{
    private readonly Lock _gate = new();
    private Task<long> _answer = Task.FromResult(0L);

    /// <summary>Reads the database's revision, within the timeout.</summary>
    /// <exception cref="GuildConfigStoreException">The database cannot be read in time, or lacks migrations.</exception>
    public async Task<long> AskAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = Ask(timeout);
        try
        {
            return await answer.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new GuildConfigStoreException(
                string.Create(CultureInfo.InvariantCulture, $"The database '{connections.Name}' did not answer within {timeout.TotalSeconds} s."), isTransient: true, late);
        }
    }

    private Task<long> Ask(TimeSpan timeout)
    {
        lock (_gate)
        {
            if (_answer.IsCompleted)
            {
                // On the thread pool: an in-process engine may block its thread for as long as the disk does.
                _answer = UnflowedContext.Start(() => Task.Run(() => ReadRevisionAsync(timeout)));
                _ = _answer.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            return _answer;
        }
    }

    private async Task<long> ReadRevisionAsync(TimeSpan timeout)
    {
        // Cancels the query if the engine supports it; otherwise it would stay open and answer later callers.
        using var stop = new CancellationTokenSource(timeout);
        var pending = await migrator.FindPendingAsync(stop.Token).ConfigureAwait(false);
        return pending.Count == 0
            ? await repository.ReadRevisionAsync(stop.Token).ConfigureAwait(false)
            : throw new GuildConfigStoreException(
                $"The database '{connections.Name}' lacks the migrations {string.Join(", ", pending)}. Start once with MigrateOnStartup.", isTransient: false, innerException: null);
    }
}
