namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A dedicated thread for the host's edits: an edit that never returns does not take a thread-pool thread.</summary>
internal sealed class PlannerThread : IDisposable
{
    /// <summary>Never disposed: it holds no system resource, and the thread may end before <see cref="Dispose"/> releases it.</summary>
    private readonly SemaphoreSlim _work = new(0);

    private PlanningRun? _run;
    private TaskCompletionSource _ended = new();
    private volatile bool _isRetired;

    public PlannerThread() => new Thread(Loop) { IsBackground = true, Name = "guild-config edits" }.UnsafeStart();

    /// <summary>Executes a run. Call it only after the previous run has ended.</summary>
    public Task RunAsync(PlanningRun run)
    {
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _run = run;
        _work.Release();
        return _ended.Task;
    }

    /// <summary>Ends the thread as soon as possible.</summary>
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
