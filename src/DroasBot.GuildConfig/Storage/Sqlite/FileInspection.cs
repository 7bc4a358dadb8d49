using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Checks whether the files at the database's path form one intact database, before they are opened. Changes nothing.</summary>
/// <remarks>
/// SQLite applies any log that lies next to a file, whichever database it is from, and treats a file without its log as complete.
/// Other processes may write meanwhile, which makes the file alone look inconsistent for a moment; so a finding must
/// repeat.
/// </remarks>
/// <param name="location">The location of the files.</param>
/// <param name="starting">Whether the inspection is for a start, which is not repeated automatically; otherwise it is.</param>
internal sealed class FileInspection(SqliteLocation location, bool starting)
{
    private const int Attempts = 4;

    private const string NotWal = "the file was not in write-ahead mode when it was last used, like a backup";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private string File => location.File;

    private string Log => location.File + "-wal";

    /// <exception cref="GuildConfigStoreException">They do not, or cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DatabaseFile.ThrowIfMountPoint(File);
        new RestoreMark(File).ThrowIfPresent();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // On the thread pool, since SQLite works on the calling thread.
                await Task.Run(() => Inspect(cancellationToken), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (GuildConfigStoreException found) when (!found.IsTransient && attempt < Attempts)
            {
                await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Inspect(CancellationToken cancellationToken)
    {
        DatabaseFile.ThrowIfLogHasNoDatabase(File);
        if (DatabaseFile.LengthOf(File) == 0)
        {
            return;
        }

        try
        {
            var hasLog = DatabaseFile.HasLog(File);
            using var alone = DatabaseView.OfFile(location, cancellationToken);
            if (alone.Header is not { } header)
            {
                // Its first page was being written when the power failed: SQLite rolls that back.
                if (DatabaseFile.HasJournal(File))
                {
                    return;
                }

                throw new SqliteException("file is not a database", SQLITE_NOTADB);
            }

            if (hasLog)
            {
                ThrowIfLogIsForeign(header, alone, cancellationToken);
            }
            else if (!DatabaseFile.HasJournal(File))
            {
                DatabaseFile.ThrowIfCut(File, header.PageSize);
                ThrowIfLogIsLost(header, alone);
            }
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.ToStoreException(failure, File, starting);
        }
    }

    /// <summary>Returns why a log does not belong to its file, even if one of them is damaged.</summary>
    /// <returns>The end of a sentence; <see langword="null"/> if it may belong to it.</returns>
    public static string? FindForeignLog(SqliteLocation location)
    {
        try
        {
            using var alone = DatabaseView.OfFile(location, CancellationToken.None);
            if (alone.Header is { IsWal: false })
            {
                return NotWal;
            }

            return TryReadClock(alone) is not { } clock ? null : FindDifference(location, clock);
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    /// <summary>A log that makes even the clock unreadable is useless, wherever it comes from.</summary>
    private static string? FindDifference(SqliteLocation location, StoredClock file)
    {
        try
        {
            using var together = DatabaseView.OfFileAndLog(location, CancellationToken.None);
            return FindDifference(file, together);
        }
        catch (SqliteException unreadable)
        {
            return $"with the log, SQLite finds the database damaged ({unreadable.Message})";
        }
    }

    /// <summary>A young database's tables are only in its log.</summary>
    private void ThrowIfLogIsLost(DatabaseHeader header, DatabaseView whole)
    {
        if (header.IsWal is true && !whole.HasTables)
        {
            throw new GuildConfigStoreException(
                $"The database '{File}' has no tables: they were in its write-ahead log '{Log}', which is lost, for example because only the file was copied or mounted. "
                + "Put the log back next to the file, or restore a backup; if it was never used, delete the file. Nothing was overwritten.",
                isTransient: false,
                innerException: null);
        }
    }

    private void ThrowIfLogIsForeign(DatabaseHeader header, DatabaseView alone, CancellationToken cancellationToken)
    {
        if (header.IsWal is false)
        {
            throw Foreign(NotWal);
        }

        // First, since both only advance.
        var before = TryReadClock(alone);
        using var together = DatabaseView.OfFileAndLog(location, cancellationToken);
        try
        {
            if (before is { } clock && FindDifference(clock, together) is { } difference)
            {
                throw Foreign(difference);
            }

            if (together.FindDamage() is { } damage)
            {
                throw Foreign($"with the log, SQLite finds the database damaged ({damage})");
            }

            ThrowIfLogIsLost(header, together);
        }
        catch (SqliteException failure) when (IsDamage(failure))
        {
            throw Foreign($"with the log, SQLite finds the database damaged ({failure.Message})", failure);
        }
    }

    /// <summary>If a process was killed during a checkpoint, the file alone may be inconsistent, and proves nothing.</summary>
    private static StoredClock? TryReadClock(DatabaseView alone)
    {
        try
        {
            return alone.ReadClock();
        }
        catch (SqliteException torn) when (IsDamage(torn))
        {
            return null;
        }
    }

    private static string? FindDifference(StoredClock file, DatabaseView together)
        => together.ReadClock() is not { } clock ? (together.HasClockTable ? null : "the log is of a database without the library's tables")
            : clock.Epoch != file.Epoch ? "the log is of another database, or the file is a backup of it"
            : clock.Revision < file.Revision ? $"the file is at revision {file.Revision}, the log at {clock.Revision}, which is older"
            : file.Mark is { } mark && (clock.Revision == file.Revision ? clock.Mark : together.ReadMark(file.Revision)) is { } other && other != mark
                ? $"revision {file.Revision} is a different change in the log than in the file"
            : null;

    private static bool IsDamage(SqliteException failure)
        => failure.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_ERROR or SQLITE_FORMAT || failure.SqliteExtendedErrorCode == SQLITE_IOERR_SHORT_READ;

    private GuildConfigStoreException Foreign(string finding, Exception? cause = null)
        => new(
            $"The database '{File}' and its write-ahead log '{Log}' do not belong together, or are damaged: {finding}. If the file was restored or replaced, move the log "
            + $"elsewhere{(starting ? " and start again" : "; it is then opened without a restart")}; otherwise keep a copy of both, and restore a backup. Nothing was overwritten.",
            isTransient: false,
            cause);
}
