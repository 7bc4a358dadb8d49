namespace DroasBot.GuildConfig;

/// <summary>A write that an <see cref="IGuildConfigAuthorizer"/> decides about. Two are equal if they request the same, sections included.</summary>
/// <param name="GuildId">The guild whose configuration would change.</param>
/// <param name="ActorId">The actor, from <see cref="ChangeContext.ActorId"/>; <see langword="null"/> if the caller did not say.</param>
/// <param name="Kind">The kind of change. An update of a guild without a row is <see cref="GuildConfigChangeKind.Updated"/> here too.</param>
public sealed record GuildConfigAccess(ulong GuildId, ulong? ActorId, GuildConfigChangeKind Kind)
{
    /// <summary>
    /// Gets what the write would change: names of settings sections, and <c>welcomeChannelId</c> and <c>background</c> for the built-in values. Empty if it would
    /// change nothing, or would fail. Each name once.
    /// </summary>
    /// <remarks>A deletion names what the guild has, a restore what differs from the current version; sections that this host has not registered are included.</remarks>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(GuildConfigAccess? other)
        => other is not null && GuildId == other.GuildId && ActorId == other.ActorId && Kind == other.Kind && Sections.SequenceEqual(other.Sections);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GuildId, ActorId, Kind, Sections.Count);
}
