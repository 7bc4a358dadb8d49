using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Dashboard.Tests.Settings;

/// <summary>One member of every kind that the form supports.</summary>
internal sealed record EverythingSettings
{
    public const string Section = "everything";

    public bool? Tristate { get; init; }

    public int? Count { get; init; }

    public long Large { get; init; } = 1;

    [Range(0.0, 2.0)]
    public double Factor { get; init; } = 1.5;

    [StringLength(20)]
    public string? Nickname { get; init; }

    public Weekday? Day { get; init; }

    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(5);

    public DateTimeOffset? Ends { get; init; }

    [RoleId]
    public ulong Role { get; init; } = 1;

    public ImmutableArray<string> Words { get; init; } = [];

    public ImmutableArray<Weekday> Days { get; init; } = [];

    [ChannelId]
    public ImmutableDictionary<string, ulong> Channels { get; init; } = ImmutableDictionary<string, ulong>.Empty;

    public ImmutableArray<Corner> Corners { get; init; } = [];

    public Corner? Origin { get; init; }
}
