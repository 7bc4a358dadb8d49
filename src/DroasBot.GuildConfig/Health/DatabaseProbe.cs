using System.Globalization;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Health;

/// <summary>Asks the database whether it is there and migrated, one question at a time: who comes while one is open shares it, so that none pile up. Thread-safe.</summary>
internal sealed class DatabaseProbe(SchemaMigrator migrator, IGuildConfigRepository repository, IDatabaseConnections connections)
{
    private readonly Lock _gate = new();
    private Task<long> _answer = Task.FromResult(0L);

    /// <summary>Reads the database's revision, for no longer than the timeout.</summary>
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
                // On the pool: an engine that runs in this process may block its thread for as long as the disk does.
                _answer = UnflowedContext.Start(() => Task.Run(() => ReadRevisionAsync(timeout)));
                _ = _answer.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            return _answer;
        }
    }

    private async Task<long> ReadRevisionAsync(TimeSpan timeout)
    {
        // Tells an engine that can be told; the question would be open for longer otherwise, and answer later ones.
        using var stop = new CancellationTokenSource(timeout);
        var pending = await migrator.FindPendingAsync(stop.Token).ConfigureAwait(false);
        return pending.Count == 0
            ? await repository.ReadRevisionAsync(stop.Token).ConfigureAwait(false)
            : throw new GuildConfigStoreException(
                $"The database '{connections.Name}' lacks the migrations {string.Join(", ", pending)}. Start once with MigrateOnStartup.", isTransient: false, innerException: null);
    }
}
