namespace DroasBot.GuildConfig.Health;

/// <summary>The reads of a time.</summary>
/// <param name="Requests">How many there were.</param>
/// <param name="HitRate">The share of them that was answered from memory; 1 if there were none.</param>
/// <param name="P95">What 95 % of them took at most.</param>
internal readonly record struct ReadFigures(long Requests, double HitRate, TimeSpan P95);
