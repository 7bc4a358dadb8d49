namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>What a salvage has brought over, and what not.</summary>
/// <param name="Damaged">The full path of the damaged file, which is as it was.</param>
/// <param name="Target">The name of the new database.</param>
/// <param name="Log">A sentence on what became of the log; <see langword="null"/> if there was none.</param>
/// <param name="Tables">What became of each table.</param>
/// <param name="Guilds">A sentence for each guild that was rebuilt, or lost something.</param>
/// <param name="Revision">Where the new clock stands.</param>
/// <param name="Problems">What a verification of the new database found; none if it is clean.</param>
internal sealed record SalvageReport(
    string Damaged, string Target, string? Log, IReadOnlyList<SalvagedTable> Tables, IReadOnlyList<string> Guilds, long Revision, IReadOnlyList<string> Problems);
