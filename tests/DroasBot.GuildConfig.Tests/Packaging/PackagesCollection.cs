using Xunit;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>Tests that compile hosts against the packages: serially, on packages built once.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // It is xunit's collection of tests.
public sealed class PackagesCollection : ICollectionFixture<PackedLibraries>
#pragma warning restore CA1711
{
    public const string Name = "Packages";
}
