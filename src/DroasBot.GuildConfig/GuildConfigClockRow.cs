namespace DroasBot.GuildConfig;

/// <summary>The one row of <c>guild_config_clock</c>, for a host's own queries: the current position of the database.</summary>
public sealed class GuildConfigClockRow
{
    internal const int OnlyId = 1;

    /// <summary>Gets the key, always 1.</summary>
    public int Id { get; init; }

    /// <summary>Gets the last assigned revision.</summary>
    public long Revision { get; init; }

    /// <summary>Gets the random id of this database.</summary>
    public required string Epoch { get; init; }

    /// <summary>Gets the mark of the last commit: random, and different for each.</summary>
    public required string Mark { get; init; }

    /// <summary>Gets how many changes were removed from the audit trail because they were old or beyond their guild's limit.</summary>
    public long Pruned { get; init; }
}
