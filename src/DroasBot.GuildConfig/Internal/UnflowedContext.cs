namespace DroasBot.GuildConfig.Internal;

/// <summary>Starts work that belongs to the library, not to whoever happened to cause it: without the caller's execution context.</summary>
internal static class UnflowedContext
{
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
