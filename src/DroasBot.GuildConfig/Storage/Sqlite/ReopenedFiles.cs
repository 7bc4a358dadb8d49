using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Checks that the files at the database's path can be reopened, after this process has closed all its connections.</summary>
/// <remarks>
/// Replacing the file of a running bot may leave the old log next to it. SQLite would apply that to the new file. The log is useless
/// there, but is the only copy of its content, so it is moved, not deleted.
/// </remarks>
internal sealed class ReopenedFiles(SqliteLocation location, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly FileInspection _inspection = new(location, starting: false);
    private GuildConfigStoreException? _found;
    private long _foundAt;

    /// <summary>Not thread-safe. A finding is cached for a moment, since every reader asks.</summary>
    /// <param name="before">The files that this process had open.</param>
    /// <param name="cancellationToken">Cancels the inspection.</param>
    /// <exception cref="GuildConfigStoreException">They cannot be reopened; nothing was changed.</exception>
    public async Task CheckAsync(OpenFiles before, CancellationToken cancellationToken)
    {
        if (!File.Exists(location.File))
        {
            throw OpenFiles.OfDatabase(location.File, isTransient: false);
        }

        if (_found is not null && time.GetElapsedTime(_foundAt) < _moment)
        {
            throw _found.Copy();
        }

        try
        {
            await InspectAsync(before, cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException found)
        {
            (_found, _foundAt) = (found, time.GetTimestamp());
            throw;
        }
    }

    private async Task InspectAsync(OpenFiles before, CancellationToken cancellationToken)
    {
        try
        {
            await _inspection.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException found) when (!found.IsTransient && before.IsLogOfReplacedDatabase)
        {
            // Another process may be about to do the same, so the log at the path may be a new one a moment later.
            using (await MigrationFileLock.AcquireAsync(location.File + "-migration-lock", _patience, cancellationToken).ConfigureAwait(false))
            {
                if (before.IsLogOfReplacedDatabase)
                {
                    Move();
                }
            }

            await _inspection.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the index too: it is rebuilt from the log, and a process that still has it open must not share it with those that open the new file.</summary>
    private void Move()
    {
        var (log, kept) = (location.File + "-wal", string.Empty);
        for (var number = 1; kept.Length == 0 || File.Exists(kept); number++)
        {
            kept = $"{location.File}-wal.replaced-{number}";
        }

        try
        {
            File.Move(log, kept);
            File.Delete(location.File + "-shm");
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw new GuildConfigStoreException(
                $"The database '{location.File}' was replaced while it was open, and the old write-ahead log '{log}' cannot be moved: {FileFailure.Explain(failure)}. ({failure.Message})",
                isTransient: false,
                failure);
        }

        logger.ForeignLogMoved(location.File, kept);
    }
}
