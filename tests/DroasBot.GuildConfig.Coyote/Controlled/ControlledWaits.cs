namespace DroasBot.GuildConfig;

/// <summary>Waits like the runtime's of similar names, built from what Coyote controls.</summary>
internal static class ControlledWaits
{
    /// <summary>Timeouts of at least this length never elapse; a shorter one may elapse at any moment.</summary>
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

    /// <param name="task">The task to wait for.</param>
    /// <param name="timeout">The timeout.</param>
    /// <param name="isControlled">Selects this overload rather than the runtime's: Coyote decides when the timeout ends.</param>
    public static async Task WaitAsync(this Task task, TimeSpan timeout, bool isControlled)
    {
        if (isControlled && timeout < Unlimited && await WhenAnyAsync(task, Task.Delay(timeout)) != task)
        {
            throw new TimeoutException();
        }

        await task;
    }

    /// <summary>Replaces <see cref="Task.WhenAny(Task, Task)"/>, which continues in the thread pool, unseen by Coyote, after a task whose continuations run asynchronously.</summary>
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

    /// <summary>Replaces <see cref="Task.WhenAll(ReadOnlySpan{Task})"/>, which Coyote does not support.</summary>
    public static Task WhenAllAsync(Task[] tasks) => Task.WhenAll(tasks);

    /// <summary>With the system's clock, a delay shorter than <see cref="Unlimited"/> ends when Coyote likes.</summary>
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

    /// <summary>Registered callbacks run on the thread that cancels, before it continues, as with <see cref="CancellationTokenSource.Cancel()"/>.</summary>
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
            // The caller checks the task for its outcome.
        }
    }

    private static async Task TellAsync(Task task, TaskCompletionSource<Task> ended)
    {
        await task.SuppressedAsync();
        ended.TrySetResult(task);
    }

    /// <summary>Replaces the runtime's disposal, which would wait for the callback, unseen by Coyote.</summary>
    public readonly struct Registration(CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose() => registration.Unregister();
    }
}
