namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>A row of the change log as stored.</summary>
internal sealed record ChangeRow(long Revision, long? Guild, GuildConfigChangeKind Kind, string? Reason, string? Before, string? After, long? Previous);
