namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>What a guild's configuration should be.</summary>
internal sealed record GuildModel(ulong? Channel, string? Path, long Revision);
