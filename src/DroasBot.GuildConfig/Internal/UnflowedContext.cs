namespace DroasBot.GuildConfig.Internal;

/// <summary>Starts work that belongs to the library, not to the caller who happened to cause it: without the caller's execution context.</summary>
internal static class UnflowedContext
{
    /// <summary>The context of a thread to which nobody's flows.</summary>
    private static readonly Lazy<ExecutionContext> _empty = new(static () =>
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    });

    /// <summary>Runs work on this thread; neither it nor what it goes on with sees the caller's context.</summary>
    public static void Run(Action work) => ExecutionContext.Run(_empty.Value, static work => ((Action)work!)(), work);

    /// <summary>Starts work on another thread, or lets a timer do so; what it captures is not the caller's context.</summary>
    public static T Start<T>(Func<T> start)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return start();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return start();
        }
    }
}
