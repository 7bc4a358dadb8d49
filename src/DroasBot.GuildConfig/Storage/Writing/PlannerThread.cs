namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A thread of its own for the host's edits: one that never returns takes none from the pool, on which everything else goes on.</summary>
internal sealed class PlannerThread : IDisposable
{
    /// <summary>Never disposed of: it holds nothing of the system's, and the thread may have ended before <see cref="Dispose"/> releases it.</summary>
    private readonly SemaphoreSlim _work = new(0);

    private PlanningRun? _run;
    private TaskCompletionSource _ended = new();
    private volatile bool _isRetired;

    public PlannerThread() => new Thread(Loop) { IsBackground = true, Name = "guild-config edits" }.UnsafeStart();

    /// <summary>Executes a run. Only when the one before it has ended.</summary>
    public Task RunAsync(PlanningRun run)
    {
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _run = run;
        _work.Release();
        return _ended.Task;
    }

    /// <summary>Lets the thread end, as soon as it can.</summary>
    public void Dispose()
    {
        _isRetired = true;
        _work.Release();
    }

    private void Loop()
    {
        while (!_isRetired)
        {
            _work.Wait();
            if (Interlocked.Exchange(ref _run, null) is { } run)
            {
                Execute(run);
            }
        }
    }

    private void Execute(PlanningRun run)
    {
        try
        {
            run.Execute();
            _ended.SetResult();
        }
        catch (Exception unforeseen)
        {
            _ended.SetException(unforeseen);
        }
    }
}
