using System.Data;
using System.Data.Common;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>A write transaction, from when it gets its turn until it ends.</summary>
internal sealed class ExploredTransaction(DbConnection connection, ExploredDatabase database) : DbTransaction
{
    private bool _hasEnded;

    public string Id { get; } = database.BeginTransaction();

    /// <summary>Gets or sets what its commit stores.</summary>
    public WritePlan? Plan { get; set; }

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => throw new NotSupportedException();

    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        await database.StepAsync(DatabaseStep.Commit);
        if (Plan is { } plan)
        {
            database.Commit(Id, plan);
            database.Unanswered.UnionWith(plan.Changes.Select(planned => planned.Change));
        }

        Rollback();
        await database.StepAsync(DatabaseStep.Answer);
        database.Unanswered.ExceptWith(Plan?.Changes.Select(planned => planned.Change) ?? []);
    }

    public override void Rollback()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            database.Turn.Release();
        }
    }

    public override Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        Rollback();
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        Rollback();
        base.Dispose(disposing);
    }
}
