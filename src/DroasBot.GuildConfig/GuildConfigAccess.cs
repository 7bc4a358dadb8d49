namespace DroasBot.GuildConfig;

/// <summary>A write that an <see cref="IGuildConfigAuthorizer"/> decides about.</summary>
/// <param name="GuildId">The guild whose configuration would change.</param>
/// <param name="ActorId">Who asks, from <see cref="ChangeContext.ActorId"/>; <see langword="null"/> if the caller did not say.</param>
/// <param name="Kind">What would be done. An update of a guild without a row is <see cref="GuildConfigChangeKind.Updated"/> here too.</param>
public sealed record GuildConfigAccess(ulong GuildId, ulong? ActorId, GuildConfigChangeKind Kind);
