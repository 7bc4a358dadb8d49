namespace DroasBot.GuildConfig.Storage;

/// <summary>The progress of a copy of a whole database.</summary>
/// <param name="Done">The rows copied so far, of all tables.</param>
/// <param name="Total">The total number of rows; 0 if unknown.</param>
internal readonly record struct RowProgress(long Done, long Total);
