using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A request with its own transaction: a host's unit of work, or maintenance.</summary>
/// <typeparam name="T">What the caller gets.</typeparam>
/// <param name="work">The work.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="guard">Detects reentrant calls from the host's code.</param>
/// <param name="isDryRun">Whether it is rolled back although nothing failed.</param>
internal sealed class ExclusiveRequest<T>(Func<UnitOfWork, Task<T>> work, TimeSpan limit, ReentrancyGuard guard, bool isDryRun) : WriteRequest<T>(limit)
{
    private readonly ExecutionContext? _caller = ExecutionContext.Capture();

    public override bool IsExclusive => true;

    public override bool IsDryRun => isDryRun;

    public override async Task RunAsync(WriteSession session, WritePlan plan)
    {
        var unit = new UnitOfWork(session, plan, Left);
        Failure = null;
        try
        {
            Result = await guard.RunAsync(_caller, () => work(unit)).ConfigureAwait(false);
            Failure = unit.RollbackCause;
        }
        catch (Exception failure)
        {
            Failure = unit.RollbackCause ?? failure;
        }
    }
}
