using System.Data.Common;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The real database, but for its writer's connection and its signal.</summary>
internal sealed class FaultyDatabase(IGuildConfigDatabase inner, WriterFaults faults) : IGuildConfigDatabase
{
    public string Name => inner.Name;

    public string HomeDirectory => inner.HomeDirectory;

    public string LockClockSql => faults.LeavesDoubt ? "SELECT revision, 'the transaction' FROM guild_config_clock" : inner.LockClockSql;

    /// <summary>As a server that no longer knows: only what is stored can tell.</summary>
    public string TransactionOutcomeSql => "SELECT NULL WHERE @id IS NULL";

    public string NotifySql => inner.NotifySql;

    public void Configure(DbContextOptionsBuilder options) => inner.Configure(options);

    public DbConnection CreateWriterConnection()
    {
        using var real = inner.CreateWriterConnection();
        return new FaultyConnection(real.ConnectionString, faults);
    }

    public Task ConfigureWriterAsync(DbConnection connection, CancellationToken cancellationToken) => inner.ConfigureWriterAsync(connection, cancellationToken);

    public void ThrowIfGone(DbConnection writer) => inner.ThrowIfGone(writer);

    public Task CompactAsync(DbConnection writer, CancellationToken cancellationToken) => inner.CompactAsync(writer, cancellationToken);

    public Task BackupAsync(string path, CancellationToken cancellationToken) => inner.BackupAsync(path, cancellationToken);

    public Task CheckIntegrityAsync(Action<string> report, CancellationToken cancellationToken) => inner.CheckIntegrityAsync(report, cancellationToken);

    public Task<IDisposable> LockForMigrationAsync(TimeSpan timeout, CancellationToken cancellationToken) => inner.LockForMigrationAsync(timeout, cancellationToken);

    public Task CreateAsync(CancellationToken cancellationToken) => inner.CreateAsync(cancellationToken);

    public Task RemoveStaleMigrationLockAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
        => inner.RemoveStaleMigrationLockAsync(context, cancellationToken);

    public IChangeSignal CreateChangeSignal(ILogger logger)
    {
        faults.Reach("signal");
        return inner.CreateChangeSignal(logger);
    }

    public EngineVersion GetEngineVersion() => inner.GetEngineVersion();

    public bool IsOwn(Exception exception) => inner.IsOwn(exception);

    public bool IsDamage(Exception exception) => inner.IsDamage(exception);

    public GuildConfigStoreException ToStoreException(Exception exception) => inner.ToStoreException(exception);
}
