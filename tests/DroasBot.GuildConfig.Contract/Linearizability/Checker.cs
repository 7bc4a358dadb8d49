namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>Decides whether a history can be explained by each call happening at one instant between its beginning and its return.</summary>
/// <remarks>
/// After Wing and Gong, with memoized states (Lowe, "Testing for linearizability", 2017): processes all instants in order, with the set of everything that
/// may have happened so far. One possibility is a state and the set of open calls that have already taken effect; the return of a call leaves
/// only possibilities in which it has. A read that fits takes effect immediately, which never excludes anything. Guilds are independent, and few calls are open
/// at a time, so the set stays small however long the history is.
/// </remarks>
public static class Checker
{
    /// <summary>The most calls of one guild that may be open at a time.</summary>
    public const int Slots = 64;

    /// <returns>The first call that cannot be explained; <see langword="null"/> if the history is linearizable.</returns>
    public static Operation? FindViolation(IEnumerable<Operation> history)
        => history.GroupBy(operation => operation.Guild).Select(FindViolationOfGuild).FirstOrDefault(violation => violation is not null);

    private static Operation? FindViolationOfGuild(IEnumerable<Operation> history)
    {
        var instants = history.SelectMany(o => new[] { (At: o.Begun, Operation: o), (At: o.Returned, Operation: o) }).OrderBy(i => i.At);
        var open = new Dictionary<int, Operation>();
        HashSet<Possibility> possible = [new(GuildState.Initial, 0)];
        foreach (var (at, operation) in instants)
        {
            if (at == operation.Begun)
            {
                open.Add(operation.Slot, operation);
                possible = [.. possible.Select(p => TakeReads(p, open))];
                continue;
            }

            possible = Return(operation, possible, open);
            open.Remove(operation.Slot);
            if (possible.Count == 0)
            {
                return operation;
            }
        }

        return null;
    }

    private static HashSet<Possibility> Return(Operation operation, HashSet<Possibility> possible, Dictionary<int, Operation> open)
    {
        var bit = 1UL << operation.Slot;
        var seen = new HashSet<Possibility>(possible);
        var toDo = new Stack<Possibility>(possible);
        var done = new HashSet<Possibility>();
        while (toDo.TryPop(out var possibility))
        {
            if ((possibility.Done & bit) != 0)
            {
                done.Add(possibility with { Done = possibility.Done & ~bit });
                continue;
            }

            foreach (var candidate in open.Values.Where(candidate => (possibility.Done & (1UL << candidate.Slot)) == 0))
            {
                if (candidate.Claim.Apply(possibility.State) is { } state)
                {
                    var next = TakeReads(new Possibility(state, possibility.Done | (1UL << candidate.Slot)), open);
                    if (seen.Add(next))
                    {
                        toDo.Push(next);
                    }
                }
            }
        }

        return done;
    }

    private static Possibility TakeReads(Possibility possibility, Dictionary<int, Operation> open)
    {
        foreach (var (slot, operation) in open)
        {
            if (operation.Claim.IsRead && operation.Claim.Apply(possibility.State) is not null)
            {
                possibility = possibility with { Done = possibility.Done | (1UL << slot) };
            }
        }

        return possibility;
    }

    private readonly record struct Possibility(GuildState State, ulong Done);
}
