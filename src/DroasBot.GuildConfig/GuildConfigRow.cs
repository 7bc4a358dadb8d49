namespace DroasBot.GuildConfig;

/// <summary>A row of <c>guild_config</c>, for a host's own queries: one guild that has a configuration.</summary>
public sealed class GuildConfigRow
{
    /// <summary>Gets the guild's snowflake. Equality and <c>Contains</c> are translated; the engine orders by the signed number, so ids from 2^63 up come first.</summary>
    public ulong GuildId { get; init; }

    /// <summary>Gets the channel in which the bot welcomes new members; <see langword="null"/> for none.</summary>
    public ulong? WelcomeChannelId { get; init; }

    /// <summary>Gets the key of <see cref="Background"/>; <see langword="null"/> for none.</summary>
    public Guid? BackgroundRef { get; init; }

    /// <summary>Gets the background image; <see langword="null"/> for none, or if the query does not include it.</summary>
    public BackgroundAssetRow? Background { get; init; }

    /// <summary>Gets the settings sections by name, as the text of one JSON object.</summary>
    public required string Settings { get; init; }

    /// <summary>Gets when the guild got its configuration, in UTC, to the millisecond.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the configuration last changed, in UTC, to the millisecond.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets the revision of the change that created this version.</summary>
    public long Revision { get; init; }
}
