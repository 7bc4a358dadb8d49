namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>How much is measured.</summary>
/// <param name="IsQuick">Whether the run is only to see that everything works: smaller numbers, fewer rounds, noisier figures.</param>
internal sealed record Scale(bool IsQuick)
{
    public int Rounds => IsQuick ? 3 : 9;

    public int LongRounds => IsQuick ? 2 : 3;

    public IReadOnlyList<int> WarmGuilds => IsQuick ? [1_000, 10_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000];

    public IReadOnlyList<int> PreloadGuilds => IsQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];

    public int Many => IsQuick ? 200_000 : 1_000_000;

    public TimeSpan WriteRound => TimeSpan.FromSeconds(IsQuick ? 2 : 5);
}
