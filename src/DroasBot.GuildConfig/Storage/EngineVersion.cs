namespace DroasBot.GuildConfig.Storage;

/// <summary>The version of a database engine.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="KnownDefect">A defect of this version that operators should know about; <see langword="null"/> if none.</param>
internal sealed record EngineVersion(string Engine, string Version, string? KnownDefect);
