namespace DroasBot.GuildConfig;

/// <summary>One place in a guild's configuration that refers to a channel, a role or a user.</summary>
/// <param name="Path">Where, as in <c>moderation.logChannelId</c>; <c>welcomeChannelId</c> for the welcome channel.</param>
/// <param name="Kind">To what.</param>
/// <param name="Id">Its id.</param>
public readonly record struct GuildReference(string Path, GuildReferenceKind Kind, ulong Id);
