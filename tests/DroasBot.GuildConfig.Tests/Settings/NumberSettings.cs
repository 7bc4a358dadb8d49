using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed record NumberSettings
{
    public ulong Id { get; init; }

    public ulong? Optional { get; init; }

    public long Balance { get; init; }

    public UInt128 Wide { get; init; }

    public Int128 WideBalance { get; init; }

    public ImmutableArray<ulong> Ids { get; init; } = [];

    public ImmutableDictionary<ulong, long> ByKey { get; init; } = ImmutableDictionary<ulong, long>.Empty;

    public ImmutableArray<NumberEntry> Nested { get; init; } = [];

    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public ulong Handled { get; init; }
}
