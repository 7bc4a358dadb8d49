using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Tests.Contract;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

/// <summary>Real processes on one file. Not in parallel with other tests, which would be measured too.</summary>
[Collection(nameof(SeveralProcessesTests))]
[CollectionDefinition(nameof(SeveralProcessesTests), DisableParallelization = true)]
public sealed class SeveralProcessesTests : SeveralProcessesContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoProcesses_OneChanges20Guilds_TheOtherMissesNothing(bool polling)
    {
        var lags = await new FollowedWriter(Store, polling).RunAsync();

        lags.Report(polling ? "poll alone" : "file watcher");
        lags.Skip(FollowedWriter.PerSecond).Report("without the first second, in which the processes still compile");
    }

    protected override ContractStore CreateStore() => new SqliteStore();
}
