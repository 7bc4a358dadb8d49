namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>The result for one table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kept">How many rows were read and kept.</param>
/// <param name="Lost">How many rows are known to be lost: they could not be read, or other data proves that they existed.</param>
/// <param name="MayLackMore">Whether a part of the table is unreadable, with unknown content.</param>
internal sealed record SalvagedTable(string Name, long Kept, long Lost, bool MayLackMore);
