using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Copies a database that is in use: by SQLite itself, since no other hand may touch the file.</summary>
internal sealed class SqliteBackup(SqliteConnectionStringBuilder database, SqlitePragmas pragmas)
{
    private static readonly string[] _ownSuffixes = ["", "-wal", "-shm", "-journal", "-migration-lock"];

    /// <summary>What SQLite would take for a part of the copy.</summary>
    private static readonly string[] _sideSuffixes = ["-wal", "-journal"];

    /// <summary>Makes the copy under another name next to the target, so that the target appears whole or not at all.</summary>
    public void CopyTo(string path, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(path);
        ThrowIfUnfit(path, target);
        var partial = $"{target}-{Guid.NewGuid():N}.partial";
        try
        {
            CreateEmpty(partial);
            using (var source = OpenSource(cancellationToken))
            {
                source.Execute("VACUUM INTO @target", ("@target", partial));
            }

            GiveOwnIdentity(partial, cancellationToken);
            ThrowIfDamaged(partial, cancellationToken);
            Flush(partial);
            cancellationToken.ThrowIfCancellationRequested();
            File.Move(partial, target);
        }
        catch (Exception failure) when (failure is SqliteException || FileFailure.IsOne(failure))
        {
            throw Failed(target, failure);
        }
        finally
        {
            // Does nothing if it has become the target.
            Remove(partial);
        }
    }

    private void ThrowIfUnfit(string path, string target)
    {
        var final = FinalPath.Find(target);
        var fault = _ownSuffixes.Any(suffix => final == database.DataSource + suffix) ? "is one of the database's own files"
            : Path.Exists(target) ? "exists already"
            : _sideSuffixes.FirstOrDefault(suffix => Path.Exists(target + suffix)) is { } side ? $"has a leftover '{Path.GetFileName(target)}{side}' next to it, which would be taken for a part of the copy"
            : !Directory.Exists(Path.GetDirectoryName(target)) ? "is in a directory that does not exist"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"The backup '{path}' {fault}. Name another file; nothing was written.", nameof(path));
        }
    }

    /// <summary>An empty file is one that SQLite fills; made here so that nobody may read it who may not read the database.</summary>
    private void CreateEmpty(string partial)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(database.DataSource);
        }

        new FileStream(partial, options).Dispose();
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

    /// <summary>A start tells by it that the log of the original does not belong to the copy, and a node that the copy has a future of its own.</summary>
    private void GiveOwnIdentity(string partial, CancellationToken cancellationToken)
    {
        using var copy = new InterruptibleConnection(Unpooled(partial, SqliteOpenMode.ReadWrite), pragmas, cancellationToken);

        // The copy is thrown away if this fails, so it needs no journal, which would be a file next to it.
        copy.Read("PRAGMA journal_mode = memory", _ => { });
        CopyIdentity.Renew(copy);
    }

    private void ThrowIfDamaged(string partial, CancellationToken cancellationToken)
    {
        using var copy = new InterruptibleConnection(Unpooled(partial, SqliteOpenMode.ReadOnly), pragmas, cancellationToken);
        SqliteIntegrity.CheckStructure(copy, problem => throw new IOException($"The copy cannot be used. {problem}"));
        copy.Execute("SELECT revision FROM guild_config_clock");
    }

    private string Unpooled(string file, SqliteOpenMode mode)
        => new SqliteConnectionStringBuilder(database.ConnectionString) { DataSource = file, Mode = mode, Pooling = false }.ConnectionString;

    private static void Flush(string partial)
    {
        using var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        file.Flush(flushToDisk: true);
    }

    private static void Remove(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            // Whoever is told of the failure that led here has its message already.
        }
    }

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
            : "SQLite reports an error. See that there is space for it, and that this process may write there";
}
