using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>Real processes on one server. The lags that they report are only meaningful if they run alone.</summary>
public sealed class SeveralProcessesTests(OwnServer own) : SeveralProcessesContract, IClassFixture<OwnServer>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoProcesses_OneChanges20Guilds_ServerRestartedInTheMiddle_TheOtherMissesNothing(bool isCrash)
    {
        var (stopped, started) = (DateTime.MinValue, DateTime.MinValue);

        var writes = await FollowAsync(polling: false, async () =>
        {
            stopped = DateTime.UtcNow;
            await own.Server.RestartAsync(isCrash);
            started = DateTime.UtcNow;
        });

        writes.Watched.Where(change => change.Written < stopped).Report("before the restart");
        writes.Watched.Where(change => change.Written >= stopped && change.Written < started).Report("during the restart");
        writes.Watched.Where(change => change.Written >= started).Report("after the restart");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"The server was away for {(started - stopped).TotalSeconds:F1} s; calls that failed: {writes.NotCommitted} not committed, {writes.InDoubt} in doubt.");
    }

    protected override ContractStore CreateStore() => new PostgreSqlStore(own.Server);
}
