namespace DroasBot.GuildConfig;

/// <summary>One place in a guild's configuration that refers to a channel, a role or a user.</summary>
/// <param name="Path">The path, as in <c>moderation.logChannelId</c>; <c>welcomeChannelId</c> for the welcome channel.</param>
/// <param name="Kind">The kind of its target.</param>
/// <param name="Id">The id of its target.</param>
public readonly record struct GuildReference(string Path, GuildReferenceKind Kind, ulong Id);
