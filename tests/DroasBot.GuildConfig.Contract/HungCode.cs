using DroasBot.GuildConfig.Support;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Host code that does not return until it is released, at the latest when the test ends, as if it waited for a hung disk.</summary>
public sealed class HungCode : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _entries;

    /// <summary>Gets a task that completes when the code is entered.</summary>
    public Task Entered => _entered.Task.InTime();

    /// <summary>Gets how often the code was entered.</summary>
    public int Entries => Volatile.Read(ref _entries);

    /// <summary>Blocks the calling thread.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _entries);
        _entered.TrySetResult();
        _release.Wait(Deadlines.Limit * 2, CancellationToken.None);
    }

    public void Release() => _release.Set();

    /// <summary>Does not dispose what a thread may still be waiting for.</summary>
    public void Dispose() => Release();
}
