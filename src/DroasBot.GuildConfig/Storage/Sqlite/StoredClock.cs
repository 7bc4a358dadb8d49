namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Which database this is, and up to where it has come.</summary>
/// <param name="Epoch">Of the database; a copy made by a backup has another.</param>
/// <param name="Revision">The last one given out.</param>
/// <param name="Mark">Of the commit that gave it out, so that two databases that parted after a common past can be told apart.</param>
internal readonly record struct StoredClock(string Epoch, long Revision, string? Mark);
