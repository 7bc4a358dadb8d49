namespace DroasBot.GuildConfig.Storage.Writing;

/// <inheritdoc/>
/// <typeparam name="T">What the caller gets.</typeparam>
internal abstract class WriteRequest<T>(TimeSpan limit) : WriteRequest(limit)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool IsAnswered => _completion.Task.IsCompleted;

    protected T? Result { get; set; }

    /// <summary>Waits for completion; until the request starts to execute, for at most its limit.</summary>
    /// <param name="lateness">Creates the exception for a timeout, with its cause if known.</param>
    /// <param name="cancellationToken">Withdraws the request if it has not started to execute.</param>
    public async Task<T> WaitAsync(Func<TimeSpan, Exception> lateness, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var request = (WriteRequest<T>)state!;
                if (request.TryWithdraw())
                {
                    request._completion.TrySetCanceled(token);
                }
            },
            this);
        // Do not rely on the exception of the wait: the answer may come simultaneously, and may be the host's own TimeoutException.
        var left = Left;
        await ((Task)_completion.Task).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_completion.Task.IsCompleted && TryWithdraw())
        {
            throw lateness(Limit);
        }

        return await _completion.Task.ConfigureAwait(false);
    }

    public override void Complete()
    {
        if (Failure is null)
        {
            _completion.TrySetResult(Result!);
        }
        else
        {
            Fail(Failure);
        }
    }

    public override void Fail(Exception error)
    {
        if (error is OperationCanceledException cancelled)
        {
            _completion.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            // Throwing one object from several callers would mix up their stack traces.
            _completion.TrySetException(error is GuildConfigStoreException store ? store.Copy() : error);
        }
    }
}
