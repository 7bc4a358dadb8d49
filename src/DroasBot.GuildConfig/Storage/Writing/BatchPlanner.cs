using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Runs the requests of a batch in memory, on a thread that can be left behind: a slow edit delays only its caller.</summary>
internal sealed class BatchPlanner(WriteRules rules, WaitingTime waiting) : IDisposable
{
    /// <summary>How long a batch is kept open for the host's code.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(25);

    private PlannerThread? _thread;

    /// <returns>How many requests are in the plan; and, if the next one was left behind, the run that it is still in.</returns>
    public async Task<(int Planned, Task? LeftBehind)> PlanAsync(IReadOnlyList<WriteRequest> batch, WritePlan plan)
    {
        var run = new PlanningRun(batch, plan, rules, waiting, _patience);
        if (!batch.Any(static request => request.Operation is { RunsHostCode: true }))
        {
            run.Execute();
            return (run.Count, null);
        }

        _thread ??= new PlannerThread();
        var running = _thread.RunAsync(run);
        while (true)
        {
            await Task.WhenAny(running, waiting.DelayAsync(_patience, CancellationToken.None)).ConfigureAwait(false);
            if (running.IsCompleted)
            {
                await running.ConfigureAwait(false);
                return (run.Count, null);
            }

            if (run.TryLeave())
            {
                Dispose();
                return (run.Count, running);
            }
        }
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _thread?.Dispose();
        _thread = null;
    }
}
