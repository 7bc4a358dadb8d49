using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A request for one operation on one guild. Many share a transaction.</summary>
/// <typeparam name="T">What the caller gets.</typeparam>
/// <param name="operation">The operation.</param>
/// <param name="result">Creates the caller's result from the guild before and after.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="guard">Detects reentrant calls from the host's code.</param>
internal sealed class GuildRequest<T>(GuildOperation operation, Func<GuildConfigSnapshot, GuildConfigSnapshot, T> result, TimeSpan limit, ReentrancyGuard guard)
    : WriteRequest<T>(limit)
{
    private readonly ExecutionContext? _caller = ExecutionContext.Capture();
    private GuildConfigSnapshot? _preparedFor;
    private Proposal? _proposal;

    public override GuildOperation Operation => operation;

    public override void Prepare(WritePlan plan, WriteRules rules)
    {
        GuildState guild;
        try
        {
            guild = plan.Find(operation.GuildId)!;
        }
        catch (Exception unreadable)
        {
            (Failure, _proposal, _preparedFor) = (unreadable, null, null);
            AskFirst();
            return;
        }

        if (_preparedFor is not null && IsSame(_preparedFor, guild.Current))
        {
            return;
        }

        try
        {
            (Failure, _proposal, _preparedFor) = (null, null, guild.Current);
            _proposal = operation.RunsHostCode ? guard.Run(_caller, () => operation.Propose(guild, rules)) : operation.Propose(guild, rules);
            if (operation.Permission is { } permission && !permission.Allows(TouchedSections.Of(guild.Current, _proposal)))
            {
                _proposal = null;
            }
        }
        catch (Exception failure)
        {
            Failure = failure;
            AskFirst();
        }
    }

    public override void Apply(WritePlan plan, WriteRules rules)
    {
        NewBackground = null;
        if (Failure is null && operation.Permission?.Wanted is null)
        {
            var guild = plan.TryGet(operation.GuildId)!;
            var before = guild.Current;
            var after = _proposal is null ? before : operation.Context.DryRun ? _proposal.After(before.Revision) : plan.Take(guild, _proposal, operation.Context);
            NewBackground = after.Background?.Id == before.Background?.Id ? null : after.Background;
            Result = result(before, after);
        }
    }

    /// <summary>An unauthorized caller gets only the refusal, not the reason why the write would have failed.</summary>
    private void AskFirst()
    {
        if (operation.Permission is { IsGranted: false } permission)
        {
            _ = permission.Allows([]);
            Failure = null;
        }
    }

    /// <summary>Whether a result for one version of a guild is valid for another: then a request that took long, or whose commit failed, need not be run again.</summary>
    private static bool IsSame(GuildConfigSnapshot prepared, GuildConfigSnapshot current)
        => ReferenceEquals(prepared, current)
            || (prepared.Revision == current.Revision && prepared.HasSameValues(current)
                && (prepared.CreatedAtMilliseconds, prepared.UpdatedAtMilliseconds) == (current.CreatedAtMilliseconds, current.UpdatedAtMilliseconds));
}
