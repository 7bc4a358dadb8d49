namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Identifies a database and its position.</summary>
/// <param name="Epoch">The epoch of the database; a backup has a different one.</param>
/// <param name="Revision">The last assigned revision.</param>
/// <param name="Mark">The mark of the commit that assigned it, so that two databases that diverged after a common past can be told apart.</param>
internal readonly record struct StoredClock(string Epoch, long Revision, string? Mark);
