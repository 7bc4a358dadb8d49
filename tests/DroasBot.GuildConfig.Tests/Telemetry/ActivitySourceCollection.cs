using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>Tests of who listens to the one activity source of the process: one after another, after all others, which use it too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // It is xunit's collection of tests.
public sealed class ActivitySourceCollection
#pragma warning restore CA1711
{
    public const string Name = "Activity source";
}
