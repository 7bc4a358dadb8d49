namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>What a <see cref="StartedProcess"/> reads its guild with.</summary>
internal enum StartedProcessKind
{
    /// <summary>The library, which loads no other guild.</summary>
    Library,

    /// <summary>The library, which loads all guilds first.</summary>
    LibraryPreloading,

    /// <summary>The first query of a context of EF Core.</summary>
    NaiveEf,
}
