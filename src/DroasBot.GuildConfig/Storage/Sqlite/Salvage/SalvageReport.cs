namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>The result of a salvage.</summary>
/// <param name="Damaged">The full path of the damaged file, which is as it was.</param>
/// <param name="Target">The name of the new database.</param>
/// <param name="Log">A sentence on what was done with the log; <see langword="null"/> if there was none.</param>
/// <param name="Tables">The result for each table.</param>
/// <param name="Guilds">A sentence for each guild that was rebuilt, or lost something.</param>
/// <param name="Revision">The revision of the new clock.</param>
/// <param name="Problems">The problems found by a verification of the new database; none if it is clean.</param>
internal sealed record SalvageReport(
    string Damaged, string Target, string? Log, IReadOnlyList<SalvagedTable> Tables, IReadOnlyList<string> Guilds, long Revision, IReadOnlyList<string> Problems);
