namespace DroasBot.GuildConfig;

/// <summary>Waits as the runtime's of similar names, but made of what Coyote controls.</summary>
internal static class ControlledWaits
{
    /// <summary>A time from which on nothing ends by it; a shorter one may pass at any moment.</summary>
    public static TimeSpan Unlimited { get; } = TimeSpan.FromDays(1);

    public static async Task<T> WaitControlledAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        await WaitControlledAsync((Task)task, cancellationToken);
        return await task;
    }

    public static async Task WaitControlledAsync(this Task task, CancellationToken cancellationToken)
    {
        if (!task.IsCompleted && cancellationToken.CanBeCanceled)
        {
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = cancellationToken.RegisterControlled(static (cancelled, _) => ((TaskCompletionSource)cancelled!).TrySetResult(), cancelled);
            if (await WhenAnyAsync(task, cancelled.Task) != task)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }

        await task;
    }

    /// <param name="task">What is waited for.</param>
    /// <param name="timeout">For how long.</param>
    /// <param name="isControlled">Tells it from the runtime's: Coyote decides when the time has passed.</param>
    public static async Task WaitAsync(this Task task, TimeSpan timeout, bool isControlled)
    {
        if (isControlled && timeout < Unlimited && await WhenAnyAsync(task, Task.Delay(timeout)) != task)
        {
            throw new TimeoutException();
        }

        await task;
    }

    /// <summary>Not <see cref="Task.WhenAny(Task, Task)"/>: behind a task whose continuations run asynchronously, that goes on in the thread pool, unseen by Coyote.</summary>
    public static async Task<Task> WhenAnyAsync(Task one, Task other)
    {
        if (one.IsCompleted || other.IsCompleted)
        {
            return one.IsCompleted ? one : other;
        }

        var ended = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = TellAsync(one, ended);
        _ = TellAsync(other, ended);
        return await ended.Task;
    }

    /// <summary>Not <see cref="Task.WhenAll(ReadOnlySpan{Task})"/>, which Coyote does not know.</summary>
    public static Task WhenAllAsync(Task[] tasks) => Task.WhenAll(tasks);

    /// <summary>By the system's clock, a delay that is not <see cref="Unlimited"/> ends when Coyote likes.</summary>
    public static async Task DelayAsync(TimeSpan delay, TimeProvider timeProvider, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (timeProvider == TimeProvider.System && delay < Unlimited)
        {
            await Task.Delay(delay, CancellationToken.None).WaitControlledAsync(cancellationToken);
            return;
        }

        var elapsed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = timeProvider == TimeProvider.System ? null
            : timeProvider.CreateTimer(static elapsed => ((TaskCompletionSource)elapsed!).TrySetResult(), elapsed, delay, Timeout.InfiniteTimeSpan);
        await elapsed.Task.WaitControlledAsync(cancellationToken);
    }

    /// <summary>What is registered runs in the thread that cancels, before that goes on, as with <see cref="CancellationTokenSource.Cancel()"/>.</summary>
    public static Task CancelControlledAsync(this CancellationTokenSource source)
    {
        source.Cancel();
        return Task.CompletedTask;
    }

    public static Registration RegisterControlled(this CancellationToken cancellationToken, Action<object?, CancellationToken> callback, object? state)
        => new(cancellationToken.UnsafeRegister(callback, state));

    /// <summary>Waits for a task, however it ends.</summary>
    public static async Task SuppressedAsync(this Task task)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // Who wants to know looks at the task.
        }
    }

    private static async Task TellAsync(Task task, TaskCompletionSource<Task> ended)
    {
        await task.SuppressedAsync();
        ended.TrySetResult(task);
    }

    /// <summary>Disposing of the runtime's own would wait for the callback, unseen by Coyote.</summary>
    public readonly struct Registration(CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose() => registration.Unregister();
    }
}
