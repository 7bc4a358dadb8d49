namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Looks guilds up without anything to await.</summary>
internal interface ILookup
{
    /// <param name="index">Which of the ids that were made before the clock runs.</param>
    /// <returns>1, by what was found.</returns>
    int Read(int index);
}
