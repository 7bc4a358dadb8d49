using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Copies a database in use, through SQLite itself, since nothing else may touch the file.</summary>
internal sealed class SqliteBackup(SqliteConnectionStringBuilder database, SqlitePragmas pragmas)
{
    private static readonly string[] _ownSuffixes = ["", "-wal", "-shm", "-journal", "-migration-lock", RestoreMark.Suffix];

    /// <summary>Files that SQLite would take for a part of the copy.</summary>
    private static readonly string[] _sideSuffixes = ["-wal", "-journal"];

    /// <summary>Creates the copy under a temporary name next to the target, so that the target is either complete or absent.</summary>
    public void CopyTo(string path, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(path);
        ThrowIfUnfit(path, target);
        try
        {
            using var copy = new PartialCopy(target, database.DataSource, database, pragmas);
            using (var source = OpenSource(cancellationToken))
            {
                copy.Fill(source);
            }

            copy.Finish(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            copy.Publish();
        }
        catch (Exception failure) when (failure is SqliteException || FileFailure.IsOne(failure))
        {
            throw Failed(target, failure);
        }
    }

    private void ThrowIfUnfit(string path, string target)
    {
        var final = FinalPath.Find(target);
        var fault = _ownSuffixes.Any(suffix => final == database.DataSource + suffix) ? "is one of the database's own files"
            : Path.Exists(target) ? "already exists"
            : _sideSuffixes.FirstOrDefault(suffix => Path.Exists(target + suffix)) is { } side ? $"has a leftover '{Path.GetFileName(target)}{side}' next to it, which would be taken for a part of the copy"
            : !Directory.Exists(Path.GetDirectoryName(target)) ? "is in a directory that does not exist"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"The backup '{path}' {fault}. Name another file; nothing was written.", nameof(path));
        }
    }

    private InterruptibleConnection OpenSource(CancellationToken cancellationToken)
    {
        try
        {
            return new InterruptibleConnection(Unpooled(database.DataSource, SqliteOpenMode.ReadWrite), pragmas, cancellationToken);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.ToStoreException(failure, database.DataSource);
        }
    }

    private string Unpooled(string file, SqliteOpenMode mode)
        => new SqliteConnectionStringBuilder(database.ConnectionString) { DataSource = file, Mode = mode, Pooling = false }.ConnectionString;

    private GuildConfigStoreException Failed(string target, Exception cause)
        => (cause as SqliteException)?.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_BUSY or SQLITE_LOCKED
            ? SqliteErrors.ToStoreException(cause, database.DataSource)
            : new GuildConfigStoreException(
                $"The backup '{target}' of the database '{database.DataSource}' cannot be written: {Explain(target, cause)}. Nothing of it is left, and the database is as it was. ({cause.Message})",
                isTransient: false,
                cause);

    private static string Explain(string target, Exception cause)
        => cause is not SqliteException failure ? FileFailure.Explain(cause)
            : failure.SqliteErrorCode == SQLITE_FULL || FileSystemState.Of(Path.GetDirectoryName(target)!).IsFull ? "the disk is full. Free some space, or choose another place"
            : "SQLite reports an error. Check that there is space for it, and that this process may write there";
}
