using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <summary>Who changes a configuration, why, and which revision is expected. Stored in the audit trail.</summary>
public sealed record ChangeContext
{
    /// <summary>The maximum length of <see cref="Reason"/>, in UTF-16 code units: 1,024.</summary>
    public const int MaxReasonLength = 1024;

    /// <summary>Gets the snowflake of the user on whose behalf the change is made; not 0. Default: <see langword="null"/>, unknown.</summary>
    public ulong? ActorId { get; init; }

    /// <summary>Gets the reason in the actor's words, at most <see cref="MaxReasonLength"/> long. Default: <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Gets the <see cref="GuildConfigSnapshot.Revision"/> that the guild must have for the change to be made; 0 means that it must have no row.
    /// Default: <see langword="null"/>, any. Otherwise the change fails with <see cref="GuildConfigConflictException"/>.
    /// </summary>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, edit =&gt; edit.WelcomeChannelId = channelId, new ChangeContext { ExpectedRevision = guild.Revision });
    /// </code>
    /// </example>
    public long? ExpectedRevision { get; init; }

    /// <summary>
    /// Gets whether this is a dry run: everything runs, rules and authorizer included, but nothing is stored. The result is what would have been stored, with
    /// the current revision. Default: <see langword="false"/>.
    /// </summary>
    /// <example>
    /// <code>
    /// var preview = await configs.UpdateAsync(guildId, edit =&gt; edit.Write("moderation.warnLimit", "5"), new ChangeContext { DryRun = true });
    /// </code>
    /// </example>
    public bool DryRun { get; init; }

    internal static ChangeContext None { get; } = new();

    // Throws an ArgumentException that names the offending value.
    internal static ChangeContext Checked(ChangeContext? context)
    {
        if (context is null)
        {
            return None;
        }

        Snowflake.ThrowIfInvalid(context.ActorId, nameof(ActorId));
        if (context.Reason is { } reason && (reason.Length > MaxReasonLength || reason.Contains('\0', StringComparison.Ordinal) || UnicodeText.HasUnpairedSurrogate(reason)))
        {
            throw new ArgumentException(
                $"The reason has {reason.Length} characters; at most {MaxReasonLength} are allowed, and none may be NUL or an unpaired surrogate: {QuotedText.Of(reason)}.", nameof(context));
        }

        return context.ExpectedRevision is null or >= 0
            ? context
            : throw new ArgumentOutOfRangeException(nameof(context), context.ExpectedRevision, $"{nameof(ExpectedRevision)} is a revision, or 0 for a guild without a row.");
    }
}
