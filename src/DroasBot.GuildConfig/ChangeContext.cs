namespace DroasBot.GuildConfig;

/// <summary>Who changes a configuration, why, and on what assumption. Kept in the audit trail.</summary>
public sealed record ChangeContext
{
    /// <summary>The longest <see cref="Reason"/> accepted, in UTF-16 code units: 1,024.</summary>
    public const int MaxReasonLength = 1024;

    /// <summary>Gets the snowflake of the user on whose behalf the change is made; not 0. Default: <see langword="null"/>, unknown.</summary>
    public ulong? ActorId { get; init; }

    /// <summary>Gets the reason in the actor's words, at most <see cref="MaxReasonLength"/> long. Default: <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Gets the <see cref="GuildConfigSnapshot.Revision"/> that the guild must have for the change to be made; 0 means that it must have no row.
    /// Default: <see langword="null"/>, any. Otherwise the change fails with <see cref="GuildConfigConflictException"/>.
    /// </summary>
    public long? ExpectedRevision { get; init; }
}
