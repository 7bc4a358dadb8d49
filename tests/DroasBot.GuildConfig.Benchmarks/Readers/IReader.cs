namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Looks up guilds asynchronously, as a host would. Implemented by structs without type parameters, so that the loops are compiled for each.</summary>
internal interface IReader
{
    /// <param name="index">The index of an id that was generated before the clock runs.</param>
    /// <returns>1, computed from the value found.</returns>
    ValueTask<int> ReadAsync(int index);
}
