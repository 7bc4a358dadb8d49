using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A host's settings, immutable throughout and shared by all readers.</summary>
public sealed record CountingSettings
{
    public ulong Count { get; init; }

    [Range(1, 100)]
    public int Limit { get; init; } = 3;

    [StringLength(20)]
    public string? Greeting { get; init; } = "hello";

    public DayOfWeek Day { get; init; }

    public DateTimeOffset? Until { get; init; }

    public ImmutableArray<ulong> Members { get; init; } = [];

    public CountingRule? Rule { get; init; }
}
