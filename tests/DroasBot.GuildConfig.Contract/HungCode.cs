namespace DroasBot.GuildConfig.Contract;

/// <summary>A host's code that does not return until it is released, as if it waited for a hung disk; at the latest when the test ends.</summary>
public sealed class HungCode : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _entries;

    /// <summary>Gets a task that completes when it is entered.</summary>
    public Task Entered => _entered.Task.InTime();

    /// <summary>Gets how often it was entered.</summary>
    public int Entries => Volatile.Read(ref _entries);

    /// <summary>Blocks its thread.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _entries);
        _entered.TrySetResult();
        _release.Wait(Deadlines.Limit * 2, CancellationToken.None);
    }

    public void Release() => _release.Set();

    /// <summary>Does not dispose what a thread may still wait for.</summary>
    public void Dispose() => Release();
}
