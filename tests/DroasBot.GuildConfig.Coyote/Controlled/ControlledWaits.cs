namespace DroasBot.GuildConfig.Internal;

/// <summary>Waits as the runtime's of similar names, but made of what Coyote controls.</summary>
internal static class ControlledWaits
{
    public static async Task<T> WaitControlledAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        if (task.IsCompleted || !cancellationToken.CanBeCanceled)
        {
            return await task;
        }

        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancellationToken.Register(static ended => ((TaskCompletionSource<bool>)ended!).TrySetResult(false), ended);
        _ = TellAsync(task, ended);
        var isCompleted = await ended.Task;

        // Disposing of it would wait for the callback, unseen by Coyote.
        registration.Unregister();
        return isCompleted ? await task : throw new OperationCanceledException(cancellationToken);
    }

    public static async Task DelayControlledAsync(this TimeProvider timeProvider, TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var elapsed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = timeProvider.CreateTimer(static elapsed => ((TaskCompletionSource)elapsed!).TrySetResult(), elapsed, delay, Timeout.InfiniteTimeSpan);
        await elapsed.Task;
    }
    /// <summary>Not <see cref="Task.WhenAny(Task, Task)"/>: behind a task whose continuations run asynchronously, that goes on in the thread pool, unseen by Coyote.</summary>
    private static async Task TellAsync(Task task, TaskCompletionSource<bool> ended)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // The waiter finds it in the task.
        }

        ended.TrySetResult(true);
    }
}
