using DroasBot.GuildConfig.Tests.Hosting;
using DroasBot.GuildConfig.Tests.Packaging;
using DroasBot.GuildConfig.Tests.Support;
using DroasBot.GuildConfig.Tests.Sync;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The slowest collections start first: at the end, they would run alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] _longest = [PackagesCollection.Name, nameof(SeveralProcessesTests), nameof(ProcessStartTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
        => [.. testCollections.OrderByDescending(collection => _longest.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
