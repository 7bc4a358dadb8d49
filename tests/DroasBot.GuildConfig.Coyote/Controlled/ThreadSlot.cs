namespace DroasBot.GuildConfig.Caching;

/// <summary>Replaces the library's class: Coyote runs one thread at a time, so all threads may share one number, and counting needs no schedules of its own.</summary>
internal static class ThreadSlot
{
    public const int Count = 2;
    public const int Shared = 0;

    public static int Current => Shared + 1;

    public static int Acquire() => Current;
}
