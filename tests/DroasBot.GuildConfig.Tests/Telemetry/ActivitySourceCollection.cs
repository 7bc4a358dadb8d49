using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>Tests of listeners to the process-wide activity source: run serially, after all other tests, which also use it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // It is xunit's collection of tests.
public sealed class ActivitySourceCollection
#pragma warning restore CA1711
{
    public const string Name = "Activity source";
}
