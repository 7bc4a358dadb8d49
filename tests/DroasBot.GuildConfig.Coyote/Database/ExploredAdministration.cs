using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>Starts on the database in memory, whose schema exists. Operators' actions on a database are not explored.</summary>
internal sealed class ExploredAdministration(ExploredDatabase database) : IDatabaseAdministration
{
    public EngineVersion EngineVersion { get; } = new("memory", "1", KnownDefect: null);

    public IReadOnlyList<string> KnownMigrations { get; } = ["first"];

    public bool MayCreate => false;

    public async Task<DatabaseState> LookAsync(CancellationToken cancellationToken)
    {
        await database.StepAsync(DatabaseStep.Open);
        cancellationToken.ThrowIfCancellationRequested();
        return new DatabaseState(Exists: true, KnownMigrations, HasForeignTables: false);
    }

    public Task EnterAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CompactAsync(DatabaseSession writer, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckpointAsync(DatabaseSession writer, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task MigrateAsync(string sql, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ScrubAsync(bool isAsked, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task BackupAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> MeasureAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RestoreReport> RestoreAsync(string path, IProgress<RestoreStep>? progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DatabaseUsers> ListUsersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken) => throw new NotSupportedException();
}
