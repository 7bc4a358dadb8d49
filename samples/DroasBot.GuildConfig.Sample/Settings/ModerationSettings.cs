using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>How a guild is moderated. Immutable throughout, so that all readers share one parsed value.</summary>
[Display(Name = "Moderation", Description = "What happens to members who break the rules.")]
internal sealed record ModerationSettings
{
    /// <summary>The name under which the section is stored; it must never change.</summary>
    public const string Section = "moderation";

    internal enum ModerationAction
    {
        Mute,
        Kick,
        Ban,
    }

    // The attribute tells forms what the number is, and lets the library clear it when the channel is deleted.
    [ChannelId]
    [Display(Name = "Log channel", Description = "Where warnings and actions are logged.")]
    public ulong? LogChannelId { get; init; }

    [Range(1, 100)]
    [Display(Name = "Warnings", Description = "How many warnings a member gets before the action.")]
    public int WarnLimit { get; init; } = 3;

    [Display(Name = "Action", Description = "What follows the last warning.")]
    public ModerationAction Action { get; init; } = ModerationAction.Mute;

    // An array or a List could be changed by any reader, so each read would have to parse a copy of its own.
    [UserId]
    [Display(Name = "Moderators", Description = "Users who may warn members.")]
    public ImmutableArray<ulong> Moderators { get; init; } = [];

    /// <summary>Checks rules that involve several members.</summary>
    public static IEnumerable<string> FindViolations(ModerationSettings settings)
    {
        if (settings is { Action: ModerationAction.Ban, LogChannelId: null })
        {
            yield return "Action, LogChannelId: banning members requires a log channel.";
        }
    }
}
