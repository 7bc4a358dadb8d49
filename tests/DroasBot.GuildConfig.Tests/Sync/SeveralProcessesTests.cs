using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Tests.Contract;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

/// <summary>Real processes on one file. The lags that they report are only meaningful if they run alone.</summary>
public sealed class SeveralProcessesTests : SeveralProcessesContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoProcesses_OneChanges20Guilds_TheOtherMissesNothing(bool polling)
    {
        var writes = await FollowAsync(polling);

        Assert.Equal((0, 0), (writes.NotCommitted, writes.InDoubt));
        writes.Watched.Report(polling ? "poll alone" : "file watcher");
        writes.Watched.Skip(PerSecond).Report("without the first second, in which the processes still compile");
        writes.Polled.Report("by a poll of one guild");
    }

    protected override ContractStore CreateStore() => new SqliteStore();
}
