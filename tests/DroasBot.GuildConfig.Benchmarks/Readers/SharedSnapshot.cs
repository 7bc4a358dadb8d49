using System.ComponentModel;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>A snapshot of which HybridCache is told that it never changes; else it would make a copy for each reader.</summary>
[ImmutableObject(true)]
internal sealed record SharedSnapshot(GuildConfigSnapshot Snapshot);
