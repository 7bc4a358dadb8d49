namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>A model of a guild's configuration.</summary>
internal sealed record GuildModel(ulong? Channel, string? Path, long Revision);
