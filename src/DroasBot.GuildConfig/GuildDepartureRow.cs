namespace DroasBot.GuildConfig;

/// <summary>A row of <c>guild_departure</c>, for a host's own queries: a guild that the bot has left.</summary>
public sealed class GuildDepartureRow
{
    /// <summary>Gets the guild's snowflake.</summary>
    public ulong GuildId { get; init; }

    /// <summary>Gets when the bot left, in UTC, to the millisecond.</summary>
    public DateTimeOffset LeftAt { get; init; }
}
