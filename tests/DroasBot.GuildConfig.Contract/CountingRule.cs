namespace DroasBot.GuildConfig.Contract;

/// <summary>An object inside <see cref="CountingSettings"/>.</summary>
public sealed record CountingRule(string Name, ulong? ChannelId);
