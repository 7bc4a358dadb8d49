namespace DroasBot.GuildConfig.Caching;

/// <summary>In the place of the library's: Coyote runs one thread at a time, so that all may have the same number, and counting has no schedules of its own.</summary>
internal static class ThreadSlot
{
    public const int Count = 2;
    public const int Shared = 0;

    public static int Current => Shared + 1;

    public static int Acquire() => Current;
}
