namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>The result of a <see cref="FollowedWriter"/>.</summary>
/// <param name="Watched">The changes that the reader's watcher received, in that order.</param>
/// <param name="Polled">The changes that the reader found by polling one guild every millisecond.</param>
/// <param name="Final">The last value of each guild in the reader.</param>
/// <param name="NotCommitted">How many calls of the writer failed without changing anything.</param>
/// <param name="InDoubt">How many calls of the writer failed without reporting whether they changed anything.</param>
public sealed record FollowedWrites(
    IReadOnlyList<SeenChange> Watched, IReadOnlyList<SeenChange> Polled, IReadOnlyDictionary<int, int> Final, int NotCommitted, int InDoubt);
