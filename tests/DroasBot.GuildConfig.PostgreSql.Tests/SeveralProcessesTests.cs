using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>Real processes on one server. Not in parallel with other tests, which would be measured too.</summary>
[Collection(nameof(SeveralProcessesTests))]
[CollectionDefinition(nameof(SeveralProcessesTests), DisableParallelization = true)]
public sealed class SeveralProcessesTests(OwnServer own) : SeveralProcessesContract, IClassFixture<OwnServer>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoProcesses_OneChanges20Guilds_ServerRestartedInTheMiddle_TheOtherMissesNothing(bool isCrash)
    {
        var (stopped, started) = (DateTime.MinValue, DateTime.MinValue);

        var lags = await new FollowedWriter(Store, polling: false).RunAsync(async () =>
        {
            stopped = DateTime.UtcNow;
            await own.Server.RestartAsync(isCrash);
            started = DateTime.UtcNow;
        });

        lags.Between(DateTime.MinValue, stopped).Report("before the restart");
        lags.Between(stopped, started).Report("during the restart");
        lags.Between(started, started.AddSeconds(1)).Report("in the second after the restart");
        lags.Between(started.AddSeconds(1), DateTime.MaxValue).Report("later");
    }

    protected override ContractStore CreateStore() => new PostgreSqlStore(own.Server);
}
