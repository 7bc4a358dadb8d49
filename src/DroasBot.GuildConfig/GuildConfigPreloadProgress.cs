namespace DroasBot.GuildConfig;

/// <summary>How far a preload is.</summary>
/// <param name="Loaded">The guilds loaded so far.</param>
/// <param name="Total">The guilds stored when the preload began. Fewer are loaded if they do not fit the byte budget.</param>
public readonly record struct GuildConfigPreloadProgress(long Loaded, long Total);
