using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Tests that start processes: one after another, after all others, so that they have the machine for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // It is xunit's collection of tests.
public sealed class ProcessesCollection
#pragma warning restore CA1711
{
    public const string Name = "Processes";
}
