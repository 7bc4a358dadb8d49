namespace DroasBot.GuildConfig;

/// <summary>Replaces the runtime's semaphore, since Coyote's supports neither cancellation nor disposal. Its waits never time out.</summary>
internal sealed class ControlledSemaphore(int count, int most = int.MaxValue) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _count = count;
    private bool _isDisposed;

    public void Wait() => WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).Wait();

    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _ = timeout;
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_count > 0)
            {
                _count--;
                return true;
            }

            _waiting.Enqueue(turn);
        }

        using var registration = cancellationToken.RegisterControlled(static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), turn);
        await turn.Task;
        return true;
    }

    public void Release()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            while (_waiting.TryDequeue(out var turn))
            {
                if (turn.TrySetResult())
                {
                    return;
                }
            }

            _count = _count < most ? _count + 1 : throw new SemaphoreFullException();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }
    }
}
