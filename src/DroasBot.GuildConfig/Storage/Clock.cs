namespace DroasBot.GuildConfig.Storage;

/// <summary>The clock of a database at one instant.</summary>
/// <param name="Revision">The last revision given out.</param>
/// <param name="Epoch">Which database this is.</param>
internal sealed record Clock(long Revision, string Epoch);
