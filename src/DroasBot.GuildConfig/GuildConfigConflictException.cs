using System.Globalization;

namespace DroasBot.GuildConfig;

/// <summary>Somebody else changed the guild first: its revision is not <see cref="ChangeContext.ExpectedRevision"/>. Nothing was changed.</summary>
/// <example>
/// <code>
/// try
/// {
///     await configs.UpdateAsync(guildId, edit =&gt; edit.WelcomeChannelId = channelId, new ChangeContext { ExpectedRevision = guild.Revision });
/// }
/// catch (GuildConfigConflictException conflict)
/// {
///     await SendAsync(channelId, $"Somebody has changed this meanwhile (revision {conflict.ActualRevision}): look at it again.");
/// }
/// </code>
/// </example>
#pragma warning disable CA1032 // A conflict is never without its revisions.
public sealed class GuildConfigConflictException : GuildConfigException
#pragma warning restore CA1032
{
    /// <summary>Creates an error.</summary>
    /// <param name="guildId">The guild.</param>
    /// <param name="expectedRevision">The revision that the caller expected.</param>
    /// <param name="actualRevision">The revision that the guild has; 0 if it has no row.</param>
    public GuildConfigConflictException(ulong guildId, long expectedRevision, long actualRevision)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The configuration of guild {guildId} is at revision {actualRevision}, not at the expected revision {expectedRevision}. Read it again and repeat the change."))
    {
        GuildId = guildId;
        ExpectedRevision = expectedRevision;
        ActualRevision = actualRevision;
    }

    /// <summary>Gets the guild.</summary>
    public ulong GuildId { get; }

    /// <summary>Gets the revision that the caller expected.</summary>
    public long ExpectedRevision { get; }

    /// <summary>Gets the revision that the guild has; 0 if it has no row.</summary>
    public long ActualRevision { get; }
}
