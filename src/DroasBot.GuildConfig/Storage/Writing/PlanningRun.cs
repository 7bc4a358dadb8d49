using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>One pass over the requests of a batch. It can be left behind while it is in the host's code, and then changes nothing more.</summary>
/// <remarks>The state is even between two requests, odd inside one, and negative once the run was left behind.</remarks>
internal sealed class PlanningRun(IReadOnlyList<WriteRequest> batch, WritePlan plan, WriteRules rules, WaitingTime waiting, TimeSpan patience)
{
    private const int Left = -1;

    private readonly long _began = waiting.GetTimestamp();
    private int _state;

    /// <summary>Gets how many requests are in the plan, once the run has ended or was left behind.</summary>
    public int Count { get; private set; }

    public void Execute()
    {
        while (Count < batch.Count && (Count == 0 || waiting.GetElapsedTime(_began) < patience))
        {
            var request = batch[Count];
            var inside = (2 * Count) + 1;
            Interlocked.Exchange(ref _state, inside);
            request.Prepare(plan, rules);
            if (Interlocked.CompareExchange(ref _state, inside + 1, inside) != inside)
            {
                return;
            }

            request.Apply(plan, rules);
            Count++;
        }
    }

    /// <summary>Leaves the run behind if it is inside a request: only its thread then uses that request until it returns.</summary>
    public bool TryLeave()
    {
        var state = Volatile.Read(ref _state);
        return state % 2 == 1 && Interlocked.CompareExchange(ref _state, Left, state) == state;
    }
}
