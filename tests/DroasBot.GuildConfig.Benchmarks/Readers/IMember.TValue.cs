namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>A member of what was found, to be read.</summary>
internal interface IMember<in TValue>
{
    /// <returns>1.</returns>
    static abstract int Read(TValue value);
}
