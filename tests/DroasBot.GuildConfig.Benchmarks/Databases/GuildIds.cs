namespace DroasBot.GuildConfig.Benchmarks.Databases;

/// <summary>The ids of the guilds in a <see cref="BenchmarkDatabase"/>: snowflakes one second apart.</summary>
internal static class GuildIds
{
    /// <summary>The same in SQL, for the number <c>i</c>.</summary>
    public const string Sql = "((i * 1000) << 22) | (i & 4095)";

    /// <param name="number">From 1.</param>
    public static ulong Of(int number) => ((ulong)number * 1000 << 22) | ((ulong)number & 4095);

    /// <summary>Random ids of stored guilds, generated before the clock runs.</summary>
    public static ulong[] Random(int guilds, int length)
    {
        var random = new Random(42);
        return [.. Enumerable.Range(0, length).Select(_ => Of(random.Next(1, guilds + 1)))];
    }

    /// <summary>Random ids in between, which no guild has.</summary>
    public static ulong[] RandomWithoutRow(int guilds, int length) => [.. Random(guilds, length).Select(id => id | (1UL << 21))];
}
