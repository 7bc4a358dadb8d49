using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Benchmarks.Databases;

/// <summary>A section that may be as large as it likes.</summary>
internal sealed record LargeSettings
{
    public ImmutableDictionary<string, int> Points { get; init; } = ImmutableDictionary<string, int>.Empty;
}
