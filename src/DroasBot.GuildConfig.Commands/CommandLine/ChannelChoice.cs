namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>A channel, or the wish for none. The command line's own nullable numbers cannot say that null was typed.</summary>
internal sealed record ChannelChoice(ulong? ChannelId);
