namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Looks guilds up, as a host would await it. Structures implement it, so that the loops are compiled for each.</summary>
internal interface IReader<TValue>
{
    /// <param name="index">Which of the ids that were made before the clock runs.</param>
    ValueTask<TValue> GetAsync(int index);
}
