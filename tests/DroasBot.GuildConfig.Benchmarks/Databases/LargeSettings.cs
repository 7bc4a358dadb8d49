using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Benchmarks.Databases;

/// <summary>A section without a size limit of its own.</summary>
internal sealed record LargeSettings
{
    public ImmutableDictionary<string, int> Points { get; init; } = ImmutableDictionary<string, int>.Empty;
}
