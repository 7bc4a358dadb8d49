namespace DroasBot.GuildConfig;

/// <summary>The progress of a preload.</summary>
/// <param name="Loaded">The number of guilds loaded so far.</param>
/// <param name="Total">The number of guilds stored when the preload began. Fewer are loaded if they do not fit the byte budget.</param>
public readonly record struct GuildConfigPreloadProgress(long Loaded, long Total);
