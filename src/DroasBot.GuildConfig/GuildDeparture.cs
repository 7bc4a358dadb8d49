namespace DroasBot.GuildConfig;

/// <summary>A guild that the bot has left.</summary>
/// <param name="GuildId">The guild's snowflake.</param>
/// <param name="LeftAt">When that was first reported, in UTC, to the millisecond, by the clock of the process that received the report.</param>
public sealed record GuildDeparture(ulong GuildId, DateTimeOffset LeftAt);
