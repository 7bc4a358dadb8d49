using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>One member of each kind that a form may ask for.</summary>
[Display(Name = "Everything", Description = "A bit of each.")]
public sealed record EverySettings
{
    public bool Enabled { get; init; } = true;

    [Range(1, 100)]
    [Display(Name = "Warnings", Description = "How many are too many.", Order = 1)]
    public int WarnLimit { get; init; } = 3;

    [Range(typeof(long), "-5", "9007199254740995")]
    public long Balance { get; init; }

    [Range(0.5, 2)]
    public double Ratio { get; init; } = 1;

    public decimal? Price { get; init; }

    [Required]
    [StringLength(20)]
    public string Greeting { get; init; } = "hello";

    public string? Farewell { get; init; }

    public Severity Severity { get; init; }

    public Severity? Override { get; init; }

    public Ability Abilities { get; init; }

    public TimeSpan? MuteFor { get; init; }

    public DateTimeOffset Since { get; init; } = DateTimeOffset.UnixEpoch;

    public ulong Counter { get; init; }

    [ChannelId]
    public ulong? LogChannelId { get; init; }

    [RoleId]
    [MaxLength(3)]
    public ImmutableArray<ulong> Staff { get; init; } = [];

    [UserId]
    public ImmutableDictionary<ulong, Severity> ByUser { get; init; } = ImmutableDictionary<ulong, Severity>.Empty;

    [ChannelId]
    public ImmutableDictionary<string, ulong> ByTopic { get; init; } = ImmutableDictionary<string, ulong>.Empty;

    public FrozenSet<string> Words { get; init; } = [];

    public Escalation Rule { get; init; } = new("first", 2, null);

    public Escalation? Extra { get; init; }

    public ImmutableArray<Escalation> Rules { get; init; } = [];

    [Browsable(false)]
    public int Secret { get; init; }

    public bool IsQuiet => LogChannelId is null;

    [Flags]
    public enum Ability
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    public sealed record Escalation(string Name, [property: Range(1, 10)] int Threshold, [property: ChannelId] ulong? ChannelId);
}
