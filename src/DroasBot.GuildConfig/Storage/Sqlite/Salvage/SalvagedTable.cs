namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>What became of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kept">How many rows were read and kept.</param>
/// <param name="Lost">How many rows are known to be lost: they could not be read, or something else tells that they were there.</param>
/// <param name="MayLackMore">Whether a part of the table cannot be read, of which nothing tells what was in it.</param>
internal sealed record SalvagedTable(string Name, long Kept, long Lost, bool MayLackMore);
