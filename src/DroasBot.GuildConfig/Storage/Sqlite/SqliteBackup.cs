using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Copies a database that is in use: by SQLite itself, since no other hand may touch the file.</summary>
internal sealed class SqliteBackup(SqliteConnectionStringBuilder database, SqlitePragmas pragmas)
{
    private static readonly string[] _ownSuffixes = ["", "-wal", "-shm", "-journal", "-migration-lock"];

    /// <summary>What SQLite would take for a part of the copy.</summary>
    private static readonly string[] _sideSuffixes = ["-wal", "-journal"];

    /// <summary>Makes the copy under another name beside the target, so that the target appears whole or not at all.</summary>
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

            ThrowIfDamaged(partial, cancellationToken);
            Flush(partial);
            cancellationToken.ThrowIfCancellationRequested();
            File.Move(partial, target);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
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
        var fault = _ownSuffixes.Any(suffix => target == database.DataSource + suffix) ? "is one of the database's own files"
            : Path.Exists(target) ? "exists already"
            : _sideSuffixes.FirstOrDefault(suffix => Path.Exists(target + suffix)) is { } side ? $"has a leftover '{Path.GetFileName(target)}{side}' beside it, which would be taken for a part of the copy"
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
    {
        var code = (cause as SqliteException)?.SqliteErrorCode;
        return code is SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_BUSY or SQLITE_LOCKED
            ? SqliteErrors.ToStoreException(cause, database.DataSource)
            : new GuildConfigStoreException(
                $"The backup '{target}' of the database '{database.DataSource}' cannot be written{(code == SQLITE_FULL ? ": the disk is full" : "")}. "
                + $"See that there is space for it, and that this process may write there; nothing of it is left, and the database is as it was. ({cause.Message})",
                isTransient: false,
                cause);
    }
}
