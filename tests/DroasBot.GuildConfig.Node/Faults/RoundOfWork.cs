namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>The results of one round of a bot: the duration of each read and each change, and how many calls failed.</summary>
internal sealed record RoundOfWork(List<TimeSpan> Reads, List<TimeSpan> Edits, long Failures);
