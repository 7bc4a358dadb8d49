namespace DroasBot.GuildConfig.Internal;

/// <summary>In the place of the library's: execution contexts, which Coyote does not control, are left as they are.</summary>
internal static class UnflowedContext
{
    public static void Run(Action work) => work();

    public static T Start<T>(Func<T> start) => start();

    public static ExecutionContext? Capture() => null;
}
