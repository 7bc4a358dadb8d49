using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A backup to be restored: opened without changing it, and inspected like a database at start, and more closely.</summary>
internal sealed class BackupFile : IDisposable
{
    private BackupFile(SqliteLocation location, InterruptibleConnection connection) => (Path, Connection) = (location.File, connection);

    /// <summary>Gets its full path.</summary>
    public string Path { get; }

    public InterruptibleConnection Connection { get; }

    public long Revision { get; private set; }

    /// <exception cref="GuildConfigStoreException">It is not an intact database of the library, or is of a newer version.</exception>
    public static async Task<BackupFile> OpenAsync(SqliteLocation location, SqlitePragmas pragmas, IReadOnlyList<string> knownMigrations, CancellationToken cancellationToken)
    {
        if (DatabaseFile.LengthOf(location.File) == 0)
        {
            throw Unfit(location, "does not exist, or is empty");
        }

        await new FileInspection(location, starting: true).RunAsync(cancellationToken).ConfigureAwait(false);
        if (DatabaseFile.HasJournal(location.File))
        {
            throw Unfit(location, $"has an interrupted change ('{location.File}-journal'); start a bot on it once, which rolls it back");
        }

        BackupFile? backup = null;
        try
        {
            backup = new BackupFile(location, new InterruptibleConnection(DatabaseFile.HasLog(location.File) ? location.Unpooled(SqliteOpenMode.ReadOnly) : DatabaseView.ConnectionStringOfFile(location), pragmas, cancellationToken));
            backup.Check(location, knownMigrations);
            return backup;
        }
        catch (Exception failure)
        {
            backup?.Dispose();
            if (failure is SqliteException)
            {
                throw SqliteErrors.ToStoreException(failure, location.File, starting: true);
            }

            throw;
        }
    }

    public void Dispose() => Connection.Dispose();

    private void Check(SqliteLocation location, IReadOnlyList<string> knownMigrations)
    {
        SqliteIntegrity.Check(Connection, problem => throw Unfit(location, "is damaged: " + problem.TrimEnd('.')));
        var migrations = new List<string>();
        Connection.Read(MigrationHistory.Applied.Sql, row => migrations.Add(row.GetString(0)));
        UnfinishedTarget.ThrowIfOne(location.File, new DatabaseState(Exists: true, migrations, HasForeignTables: false));
        if (migrations.Count == 0 || migrations.Except(knownMigrations).Any())
        {
            throw Unfit(location, migrations.Count == 0 ? "has none of the library's migrations" : $"was created by a newer version of the library, which migrated it to {migrations[^1]}");
        }

        var clocks = 0;
        Connection.Read("SELECT revision FROM guild_config_clock", row => (Revision, clocks) = (row.GetInt64(0), clocks + 1));
        if (clocks != 1)
        {
            throw Unfit(location, "has no clock: its table guild_config_clock is empty");
        }
    }

    private static GuildConfigStoreException Unfit(SqliteLocation location, string fault)
        => new($"The backup '{location.File}' cannot be restored: it {fault}. Name another one; nothing was changed.", isTransient: false, innerException: null);
}
