using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Checkpoints the log in the background while the writer continues, so that no commit waits for it, and lets the log be reset.</summary>
/// <remarks>
/// The log is reset when a transaction finds all of it in the database (https://sqlite.org/wal.html#ckpt), which under steady writes no other
/// connection achieves: so one connection copies until little is left, and the writer copies the rest between two of its transactions.
/// </remarks>
internal sealed class LogCheckpointer(IDatabaseConnections connections, ILogger<LogCheckpointer> logger) : IAsyncDisposable, IDisposable
{
    /// <summary>The number of pages from which the log is copied.</summary>
    public const int LongLog = 4000;

    private const int ShortRest = 250;
    private const int MostTurns = 4;

    private Task _copying = Task.CompletedTask;
    private bool _isCopied;
    private bool _hasFailed;
    private int _stuck;

    /// <summary>Does the work due before a transaction of the writer. Called by one thread at a time.</summary>
    /// <param name="writer">Not in a transaction.</param>
    public void Tend(DatabaseSession writer)
    {
        if (!SqliteEngine.CheckpointsAside || !_copying.IsCompleted)
        {
            return;
        }

        var connection = (SqliteConnection)writer.Connection;
        var log = WriteAheadLog.Look(connection);
        if (_isCopied && log.Pages >= LongLog)
        {
            writer.ThrowIfGone();
            WriteAheadLog.Checkpoint(connection);
            _stuck = WriteAheadLog.Look(connection).Rest;

            // After a short read at that instant, the next transaction tries again; what a long read blocks waits until the log has grown by as much again.
            _isCopied = _stuck <= ShortRest;
            return;
        }

        _isCopied = false;
        _stuck = Math.Min(_stuck, log.Rest);
        if (log.Rest - _stuck >= LongLog)
        {
            _isCopied = true;
            _copying = UnflowedContext.Start(() => Task.Run(CopyAsync));
        }
    }

    /// <summary>Waits until the file is closed.</summary>
    public async ValueTask DisposeAsync() => await _copying.ConfigureAwait(false);

    /// <summary>For hosts that dispose their services synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>The writer does whatever this does not.</summary>
    private async Task CopyAsync()
    {
        try
        {
            using var session = await connections.OpenReaderAsync(CancellationToken.None).ConfigureAwait(false);
            var connection = (SqliteConnection)session.Connection;
            for (var turn = 0; turn < MostTurns && WriteAheadLog.Look(connection).Rest > ShortRest; turn++)
            {
                session.ThrowIfGone();
                WriteAheadLog.Checkpoint(connection);

                // SQLite leaves the flush to the checkpoint that finds nothing more to copy, which is the writer's.
                FileControl.Flush(connection);
            }
        }
        catch (GuildConfigStoreException)
        {
            // The next transaction finds the same problem, and reports it.
        }
        catch (Exception unforeseen)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                logger.LoopFailed(unforeseen, nameof(LogCheckpointer));
            }
        }
    }
}
