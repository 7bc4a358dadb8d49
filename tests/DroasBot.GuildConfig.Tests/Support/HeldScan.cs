using DroasBot.GuildConfig.Support;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Holds every scan of a <see cref="StubRepository"/> before each of its rows until it is released. Blocks the scan's thread, as an in-process engine does.</summary>
internal sealed class HeldScan : IDisposable
{
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();
    private int _rows;

    public HeldScan(StubRepository repository)
        => repository.BeforeRow = _ =>
        {
            Interlocked.Increment(ref _rows);
            _began.TrySetResult();
            _open.Wait(CancellationToken.None);
        };

    /// <summary>Gets how many rows scans have reached.</summary>
    public int Rows => Volatile.Read(ref _rows);

    /// <summary>Waits until a scan has reached its first row.</summary>
    public Task BeganAsync() => _began.Task.InTime();

    public void Release() => _open.Set();

    public void Dispose() => _open.Dispose();
}
