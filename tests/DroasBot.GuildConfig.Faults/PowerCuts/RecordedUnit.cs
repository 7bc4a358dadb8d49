namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>When an acknowledged unit of work happened, as numbers of operations recorded before.</summary>
/// <param name="Asked">When it was requested.</param>
/// <param name="Done">When it was acknowledged.</param>
internal readonly record struct RecordedUnit(int Asked, int Done);
