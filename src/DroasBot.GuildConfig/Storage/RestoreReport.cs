namespace DroasBot.GuildConfig.Storage;

/// <summary>What a restore has done.</summary>
/// <param name="Database">The full path of the database, which is the restored one now.</param>
/// <param name="Backup">The full path of the backup, which is as it was.</param>
/// <param name="Revision">Where the clock of both stands.</param>
/// <param name="SetAside">The full paths of the files that were there before, under the names that they have now.</param>
/// <param name="Unseen">A sentence on who may have had the database open without being seen; <see langword="null"/> if nobody.</param>
internal sealed record RestoreReport(string Database, string Backup, long Revision, IReadOnlyList<string> SetAside, string? Unseen);
