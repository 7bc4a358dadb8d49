using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>Not in parallel with other tests, which may listen to the process-wide activity source.</summary>
[Collection(ActivitySourceCollection.Name)]
public sealed class UntracedTests
{
    [Fact]
    public void Begin_NobodyListens_AllocatesNothing()
    {
        using var metrics = new GuildConfigMetrics();
        var operations = new Tracing(metrics, TimeProvider.System);
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                using var load = operations.BeginLoad();
                load.Tag("guilds", i + 1_000);
                load.Succeeded();
                using var commit = operations.BeginCommit([]);
                commit.Succeeded();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
