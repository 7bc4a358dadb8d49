using System.ComponentModel;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>A snapshot marked as immutable for HybridCache, which would otherwise make a copy for each reader.</summary>
[ImmutableObject(true)]
internal sealed record SharedSnapshot(GuildConfigSnapshot Snapshot);
