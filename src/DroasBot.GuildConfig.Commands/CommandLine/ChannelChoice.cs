namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>A channel, or none. A nullable number could not distinguish "none" from a missing argument.</summary>
internal sealed record ChannelChoice(ulong? ChannelId);
