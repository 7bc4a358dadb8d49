namespace DroasBot.GuildConfig.Health;

/// <summary>The reads of a period.</summary>
/// <param name="Requests">How many there were.</param>
/// <param name="HitRate">The share answered from memory; 1 if there were none.</param>
/// <param name="P95">The 95th percentile of their latency.</param>
internal readonly record struct ReadFigures(long Requests, double HitRate, TimeSpan P95);
