namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>How much is measured.</summary>
/// <param name="IsQuick">Whether the run only checks that everything works: smaller numbers, fewer rounds, noisier figures.</param>
internal sealed record Scale(bool IsQuick)
{
    public int Rounds => IsQuick ? 3 : 9;

    public int LongRounds => IsQuick ? 2 : 3;

    /// <summary>Gets the numbers of guilds at which anything that may grow with them is measured.</summary>
    public IReadOnlyList<int> Guilds => IsQuick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>Gets a number of guilds that exceeds the cache's default budget.</summary>
    public int Many => IsQuick ? 300_000 : 1_000_000;

    public TimeSpan LongRound => TimeSpan.FromSeconds(IsQuick ? 2 : 5);
}
