using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>Immutable throughout, with one member of each kind that must survive.</summary>
public sealed record ModerationSettings
{
    public ulong? LogChannelId { get; init; }

    public bool Enabled { get; init; } = true;

    [Range(1, 100)]
    public int WarnLimit { get; init; } = 3;

    [StringLength(20)]
    public string? Greeting { get; init; } = "hello";

    public Severity Severity { get; init; }

    public DateTimeOffset? MutedUntil { get; init; }

    public ImmutableArray<ulong> Moderators { get; init; } = [];

    public ImmutableDictionary<ulong, Severity> Overrides { get; init; } = ImmutableDictionary<ulong, Severity>.Empty;

    public FrozenSet<string> Words { get; init; } = [];

    public FrozenDictionary<string, int> Weights { get; init; } = FrozenDictionary<string, int>.Empty;

    public EscalationRule? Rule { get; init; }

    public bool IsQuiet => LogChannelId is null;
}
