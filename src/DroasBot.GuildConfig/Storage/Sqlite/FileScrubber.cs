using System.Diagnostics;
using DroasBot.GuildConfig.Internal;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Removes the bytes of erased data from the file and its log.</summary>
/// <remarks>
/// Freed space is overwritten (see <see cref="SqlitePragmas"/>). But when SQLite moves rows between pages, it leaves copies in the unused parts, which it
/// no longer tracks: only a rewritten file is free of them (https://sqlite.org/lang_vacuum.html).
/// </remarks>
internal sealed class FileScrubber(SqliteLocation location, SqlitePragmas pragmas, TimeSpan timeout)
{
    /// <summary>Up to this size, rewriting the file takes less time than a write may wait.</summary>
    private const long SmallFile = 64 * 1024 * 1024;

    /// <summary>The minimum interval between rewrites of a larger file, unless one is requested.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromDays(1);

    private long? _lastTimestamp;

    public async Task RunAsync(bool isAsked, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new SqliteConnection(location.Unpooled(SqliteOpenMode.ReadWrite));
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await pragmas.ApplyToWriterAsync(connection, cancellationToken).ConfigureAwait(false);
            var isSmall = new FileInfo(location.File).Length <= SmallFile;
            if (!isAsked && !isSmall && _lastTimestamp is { } last && Stopwatch.GetElapsedTime(last) < _rest)
            {
                return;
            }

            if (!SqliteEngine.CheckpointsAside
                || !await TryAsync(() => TryRewrite(connection, isSmall), cancellationToken).ConfigureAwait(false)
                || !await TryAsync(() => WriteAheadLog.TryEmpty(connection), cancellationToken).ConfigureAwait(false))
            {
                throw new GuildConfigStoreException(
                    $"It was erased from the database '{location.File}', but its bytes may still be in the file or in its log, since somebody is reading or writing it. Erase again to retry that.",
                    isTransient: true,
                    innerException: null);
            }

            _lastTimestamp = Stopwatch.GetTimestamp();
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.ToStoreException(failure, location.File);
        }
    }

    /// <returns>Whether nobody was in the way.</returns>
    private static bool TryRewrite(SqliteConnection connection, bool isSmall)
    {
        _ = sqlite3_busy_timeout(connection.Handle, WriteAheadLog.ShortWait);
        var result = sqlite3_exec(connection.Handle, isSmall ? "PRAGMA temp_store = memory; VACUUM" : "VACUUM");
        if ((result & 0xFF) is not (SQLITE_OK or SQLITE_BUSY or SQLITE_LOCKED))
        {
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        }

        return result == SQLITE_OK;
    }

    /// <summary>Retries, with attempts so short that no write waits for them.</summary>
    private async Task<bool> TryAsync(Func<bool> attempt, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempts = 1; !attempt(); attempts++)
        {
            if (Stopwatch.GetElapsedTime(began) >= timeout)
            {
                return false;
            }

            await Backoff.WaitAsync(attempts).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
