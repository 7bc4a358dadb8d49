namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>What the callers of several nodes saw, and the change log.</summary>
public sealed class NodeHistory(IReadOnlyList<NodeCall> calls, IReadOnlyList<GuildConfigChange> log)
{
    /// <summary>From here on, slots are for calls of unknown outcome: such a call may take effect long after its task has continued.</summary>
    private readonly int _firstFreeSlot = calls.Max(call => call.Operation.Slot) + 1;

    public IReadOnlyList<NodeCall> Calls => calls;

    public IReadOnlyList<GuildConfigChange> Log => log;

    /// <returns>The violation; empty if everything can be explained.</returns>
    public string Explain() => FindLogViolation() ?? FindOrderViolation() ?? CachedReads.FindViolation(this) ?? string.Empty;

    private string? FindLogViolation()
    {
        var twice = log.GroupBy(change => change.Reason).FirstOrDefault(changes => changes.Count() > 1);
        if (twice is not null)
        {
            return $"Two changes of one call: {string.Join(", ", twice)}";
        }

        var logged = log.ToDictionary(change => change.Reason!, change => change.Revision);
        foreach (var call in calls)
        {
            long? revision = logged.Remove(call.Id, out var found) ? found : null;
            if (call.Fate == CallFate.NotMade ? revision is not null : call.Fate == CallFate.Made && !call.Operation.Claim.IsLoggedAs(revision))
            {
                return $"The log has the revision '{revision}' of {call}";
            }
        }

        return logged.Count > 0 ? $"Nobody has made {logged.First()}" : null;
    }

    private string? FindOrderViolation()
    {
        var operations = Linearizable().ToList();
        return Checker.FindViolation(operations) is { } violation
            ? string.Join(
                Environment.NewLine,
                operations.Where(o => o.Guild == violation.Guild && o.Begun <= violation.Returned && o.Returned >= violation.Begun - 100).OrderBy(o => o.Begun).Append(violation))
            : null;
    }

    private IEnumerable<Operation> Linearizable()
    {
        var changes = log.ToDictionary(change => change.Reason!);
        var unknown = new Dictionary<ulong, int>();
        foreach (var (id, _, reading, fate, operation) in calls)
        {
            if (fate == CallFate.Made && reading != CallReading.Cache)
            {
                yield return operation;
            }
            else if (fate == CallFate.Unknown && changes.TryGetValue(id, out var change))
            {
                var slot = unknown[operation.Guild] = unknown.GetValueOrDefault(operation.Guild, _firstFreeSlot - 1) + 1;
                yield return operation with { Slot = slot, Returned = Operation.Never, Claim = Claim.Of(change) };
            }
        }
    }
}
