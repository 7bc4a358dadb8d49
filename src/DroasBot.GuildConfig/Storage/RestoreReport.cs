namespace DroasBot.GuildConfig.Storage;

/// <summary>The result of a restore.</summary>
/// <param name="Database">The full path of the database, which is now the restored one.</param>
/// <param name="Backup">The full path of the backup, which is unchanged.</param>
/// <param name="Revision">The clock's revision in both.</param>
/// <param name="SetAside">The full paths of the previous files, under their new names.</param>
/// <param name="Unseen">A sentence about processes that may have had the database open without being visible; <see langword="null"/> if there are none.</param>
internal sealed record RestoreReport(string Database, string Backup, long Revision, IReadOnlyList<string> SetAside, string? Unseen);
