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

        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancellationToken.Register(static cancelled => ((TaskCompletionSource)cancelled!).TrySetResult(), cancelled);
        var first = await Task.WhenAny(task, cancelled.Task);

        // Disposing of it would wait for the callback, unseen by Coyote.
        registration.Unregister();
        return first == task ? await task : throw new OperationCanceledException(cancellationToken);
    }

    public static async Task DelayControlledAsync(this TimeProvider timeProvider, TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var elapsed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = timeProvider.CreateTimer(static elapsed => ((TaskCompletionSource)elapsed!).TrySetResult(), elapsed, delay, Timeout.InfiniteTimeSpan);
        await elapsed.Task;
    }
}
