using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Brings what is in the log into the database while the writer goes on, so that no commit waits for it, and lets the log begin again.</summary>
/// <remarks>
/// The log begins again when a transaction finds all of it in the database (https://sqlite.org/wal.html#ckpt), which under steady writes no other
/// connection brings about: so one copies until little is left, and the writer the rest, between two of its transactions.
/// </remarks>
internal sealed class LogCheckpointer(IDatabaseConnections connections, ILogger<LogCheckpointer> logger) : IAsyncDisposable, IDisposable
{
    /// <summary>From how many pages on the log is copied.</summary>
    public const int LongLog = 4000;

    private const int ShortRest = 250;
    private const int MostTurns = 4;

    private Task _copying = Task.CompletedTask;
    private bool _isCopied;
    private bool _hasFailed;
    private int _stuck;

    /// <summary>Does what is due before a transaction of the writer. By one thread at a time.</summary>
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

            // A short read at that instant lets the next transaction try; what a long one is in the way of waits until as much has come to it again.
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

    /// <summary>Waits until the file is let go.</summary>
    public async ValueTask DisposeAsync() => await _copying.ConfigureAwait(false);

    /// <summary>For hosts that dispose their services synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Whatever this does not do, the writer does.</summary>
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

                // SQLite leaves that to the checkpoint that finds nothing more to copy, which is the writer's.
                FileControl.Flush(connection);
            }
        }
        catch (GuildConfigStoreException)
        {
            // The next transaction finds it too, and says so.
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
