namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Looks guilds up without anything to await.</summary>
internal interface ILookup<out TValue>
{
    /// <param name="index">Which of the ids that were made before the clock runs.</param>
    TValue Get(int index);
}
