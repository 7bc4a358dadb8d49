namespace DroasBot.GuildConfig.Internal;

/// <summary>Replaces the library's class: it leaves execution contexts alone, since Coyote does not control them.</summary>
internal static class UnflowedContext
{
    public static void Run(Action work) => work();

    public static T Start<T>(Func<T> start) => start();

    public static ExecutionContext? Capture() => null;
}
