using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Replaces a database with a backup.</summary>
/// <remarks>
/// SQLite never opens the existing files: it would apply any log that lies next to them. The copy is created, checked and durable before anything is moved; then a mark lists what
/// is set aside, until the copy has its final name.
/// </remarks>
internal sealed class SqliteRestore(SqliteLocation location, SqlitePragmas pragmas, IReadOnlyList<string> knownMigrations)
{
    private string File => location.File;

    /// <summary>Opens the backup, if it is suitable.</summary>
    public Task<BackupFile> OpenBackupAsync(string path, CancellationToken cancellationToken)
    {
        DatabaseFile.ThrowIfMountPoint(File);
        var backup = SqliteConnectionStrings.Parse(new SqliteConnectionStringBuilder(location.ConnectionString.ConnectionString) { DataSource = Path.GetFullPath(path) }.ConnectionString);
        return DatabaseFile.Suffixes.Any(suffix => backup.File == File + suffix)
            ? throw new ArgumentException($"The backup '{path}' is one of the database's own files. Name another file; nothing was changed.", nameof(path))
            : BackupFile.OpenAsync(backup, pragmas, knownMigrations, cancellationToken);
    }

    public RestoreReport Replace(BackupFile backup, IProgress<RestoreStep>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var hold = TakeHold(out var unseen);
            progress?.Report(RestoreStep.Copying);
            using var copy = new PartialCopy(File, System.IO.File.Exists(File) ? File : backup.Path, location.ConnectionString, pragmas);
            copy.Fill(backup.Connection);
            copy.Finish(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(RestoreStep.Replacing);
            return new RestoreReport(File, backup.Path, backup.Revision, Swap(copy), unseen);
        }
        catch (Exception failure) when (failure is SqliteException || FileFailure.IsOne(failure))
        {
            throw new GuildConfigStoreException(
                $"The backup '{backup.Path}' cannot be restored to '{File}': {(failure is SqliteException ? SqliteErrors.ToStoreException(failure, backup.Path, starting: true).Message : FileFailure.Explain(failure))}. "
                + $"Nothing is lost: restore again when the cause is gone. ({failure.Message})",
                isTransient: false,
                failure);
        }
    }

    /// <summary>Nobody may have the moved files open: their writes would be lost.</summary>
    private FileHold TakeHold(out string? unseen)
    {
        var users = FileUsers.Find(File);
        unseen = users.Unseen;
        return users.Users.Count > 0 ? throw InUse($"by {FileUsers.Describe(users.Users)}. Stop it")
            : FileHold.TryTake(File) ?? throw InUse($"by a process that is not visible from here. {users.Unseen} Stop every bot");
    }

    private GuildConfigStoreException InUse(string whom)
        => new($"The database '{File}' is in use {whom}, and restore again; nothing was changed.", isTransient: true, innerException: null);

    /// <returns>The paths of the files that were set aside, also by a restore that was interrupted before.</returns>
    private IReadOnlyList<string> Swap(PartialCopy copy)
    {
        var mark = new RestoreMark(File);
        var before = new SetAsideFiles(File, TimeProvider.System.GetUtcNow(), mark.Read());
        mark.Write(before.Paths);
        before.Move();
        copy.Publish();
        var setAside = mark.Read();
        mark.Remove();
        return setAside;
    }
}
