namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>What a bot did in one round: how long each read and each change took, and how many calls failed.</summary>
internal sealed record RoundOfWork(List<TimeSpan> Reads, List<TimeSpan> Edits, long Failures);
