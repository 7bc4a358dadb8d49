namespace DroasBot.GuildConfig.Storage.Writing;

/// <inheritdoc/>
/// <typeparam name="T">What the caller gets.</typeparam>
internal abstract class WriteRequest<T>(TimeSpan limit) : WriteRequest(limit)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected T? Result { get; set; }

    /// <summary>Waits for the end; while the request has not begun to execute, for no longer than its limit.</summary>
    /// <param name="lateness">Says why the queue does not move, if that is known.</param>
    /// <param name="cancellationToken">Withdraws the request if it has not begun to execute.</param>
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
        // Not by the exception of the wait: the answer may come at the same instant, and may be a TimeoutException of the host's own.
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
            // One object thrown by many would mix up their stack traces.
            _completion.TrySetException(error is GuildConfigStoreException store ? store.Copy() : error);
        }
    }
}
