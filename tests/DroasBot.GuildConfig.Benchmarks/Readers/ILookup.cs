namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Looks up guilds synchronously.</summary>
internal interface ILookup
{
    /// <param name="index">The index of an id that was generated before the clock runs.</param>
    /// <returns>1, computed from the value found.</returns>
    int Read(int index);
}
