using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The real dialect, or that of an engine that leaves a transaction in doubt when COMMIT gets no response.</summary>
internal sealed class FaultyDialect(SqliteDialect inner, WriterFaults faults) : IDatabaseDialect
{
    public void Configure(DbContextOptionsBuilder options) => inner.Configure(options);

    public WriteSession CreateWriteSession(DatabaseSession session, SettingsRegistry registry)
        => faults.LeavesDoubt ? new DoubtfulWriteSession(session, this, registry) : inner.CreateWriteSession(session, registry);

    public bool IsOwn(Exception exception) => inner.IsOwn(exception);

    public bool IsDamage(Exception exception) => inner.IsDamage(exception);

    public bool IsDroppedConnection(Exception exception) => inner.IsDroppedConnection(exception);

    public GuildConfigStoreException ToStoreException(Exception exception) => inner.ToStoreException(exception);

    /// <summary>Answers like a server that no longer knows the transaction: only the stored data can tell.</summary>
    private sealed class DoubtfulWriteSession(DatabaseSession session, IDatabaseDialect dialect, SettingsRegistry registry) : WriteSession(session, dialect, registry)
    {
        protected override string? CurrentTransactionId => "the transaction";

        protected override Task<bool?> WasCommittedAsync(string transactionId) => Task.FromResult<bool?>(null);
    }
}
