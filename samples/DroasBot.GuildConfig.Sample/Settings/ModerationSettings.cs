using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>How a guild is moderated. Immutable throughout, so that all readers share one parsed value.</summary>
internal sealed record ModerationSettings
{
    /// <summary>The name under which the section is stored: never to be changed.</summary>
    public const string Section = "moderation";

    [ChannelId]
    public ulong? LogChannelId { get; init; }

    [Range(1, 100)]
    public int WarnLimit { get; init; } = 3;

    public ModerationAction Action { get; init; } = ModerationAction.Mute;

    [UserId]
    public ImmutableArray<ulong> Moderators { get; init; } = [];

    /// <summary>Finds what no single member shows.</summary>
    public static IEnumerable<string> FindViolations(ModerationSettings settings)
    {
        if (settings is { Action: ModerationAction.Ban, LogChannelId: null })
        {
            yield return "Action, LogChannelId: to ban members needs a channel in which it is logged.";
        }
    }
}
