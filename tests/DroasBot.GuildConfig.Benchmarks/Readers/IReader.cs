namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Looks guilds up as a host would await it. Structures without type parameters implement it, so that the loops are compiled for each.</summary>
internal interface IReader
{
    /// <param name="index">Which of the ids that were made before the clock runs.</param>
    /// <returns>1, by what was found.</returns>
    ValueTask<int> ReadAsync(int index);
}
