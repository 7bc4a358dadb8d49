namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>How a <see cref="StartedProcess"/> reads its guild.</summary>
internal enum StartedProcessKind
{
    /// <summary>With the library, without preloading other guilds.</summary>
    Library,

    /// <summary>With the library, after it has loaded all guilds.</summary>
    LibraryPreloading,

    /// <summary>With the first query of an EF Core context.</summary>
    NaiveEf,
}
