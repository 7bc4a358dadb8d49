namespace DroasBot.GuildConfig.Storage;

/// <summary>How far a copy of a whole database is.</summary>
/// <param name="Done">The rows copied so far, of all tables.</param>
/// <param name="Total">The rows that there are; 0 if nobody knows.</param>
internal readonly record struct RowProgress(long Done, long Total);
