namespace DroasBot.GuildConfig.Internal;

/// <summary>Starts the library's own work without the execution context of the caller that triggered it.</summary>
internal static class UnflowedContext
{
    /// <summary>The context of a thread to which no context flows.</summary>
    private static readonly Lazy<ExecutionContext> _empty = new(static () =>
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    });

    /// <summary>Runs work on this thread; neither the work nor its continuations see the caller's context.</summary>
    public static void Run(Action work) => ExecutionContext.Run(_empty.Value, static work => ((Action)work!)(), work);

    /// <summary>Starts work on another thread or a timer, which does not capture the caller's context.</summary>
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
