namespace DroasBot.GuildConfig.Processes;

/// <summary>The result of a <see cref="FollowedWriter"/>.</summary>
/// <param name="Watched">What the reader's watcher was told, in its order.</param>
/// <param name="Polled">What the reader found by asking for one guild each millisecond.</param>
/// <param name="Final">The last value that the reader has of each guild.</param>
/// <param name="NotCommitted">How many calls of the writer failed and had changed nothing.</param>
/// <param name="InDoubt">How many calls of the writer failed without saying whether they had changed something.</param>
public sealed record FollowedWrites(
    IReadOnlyList<SeenChange> Watched, IReadOnlyList<SeenChange> Polled, IReadOnlyDictionary<int, int> Final, int NotCommitted, int InDoubt);
