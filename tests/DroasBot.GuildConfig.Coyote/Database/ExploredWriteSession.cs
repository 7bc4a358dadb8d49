using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>The writer's session on the database in memory. As with a server, the response to COMMIT may be lost.</summary>
internal sealed class ExploredWriteSession(DatabaseSession session, IDatabaseDialect dialect, SettingsRegistry registry, ExploredDatabase database)
    : WriteSession(session, dialect, registry)
{
    protected override string? CurrentTransactionId => Current.Id;

    private ExploredTransaction Current => (ExploredTransaction)Transaction!;

    public override async Task<WritePlan> BeginAsync(WriteNeeds needs, TimeSpan patience)
    {
        await BeginTransactionAsync(patience);
        var plan = new WritePlan(database.Clock);
        await ReadAsync(needs, plan);
        return plan;
    }

    public override async Task ReadAsync(WriteNeeds needs, WritePlan plan)
    {
        await database.StepAsync(DatabaseStep.Read);
        foreach (var guildId in needs.Guilds)
        {
            plan.Add(database.Read(guildId));
        }
    }

    public override async Task WriteAsync(WritePlan plan)
    {
        await database.StepAsync(DatabaseStep.Write);
        Current.Plan = plan;
    }

    protected override async Task BeginTransactionAsync(TimeSpan patience)
    {
        await database.StepAsync(DatabaseStep.Begin);
        await database.Turn.WaitAsync(patience, CancellationToken.None);
        Transaction = new ExploredTransaction(Session.Connection, database);
    }

    protected override Task<bool?> WasCommittedAsync(string transactionId) => Task.FromResult<bool?>(database.HasCommitted(transactionId));
}
