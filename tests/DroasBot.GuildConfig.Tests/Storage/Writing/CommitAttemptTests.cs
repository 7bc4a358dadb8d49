using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class CommitAttemptTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "7")]
    public async Task FailWhere_ConditionBecomesTrueMeanwhile_EveryRequestRemainsOrHasAnAnswer()
    {
        var requests = new List<ProbeRequest> { new(_limit), new(_limit) };
        var attempt = new CommitAttempt(requests);
        var asked = 0;

        attempt.FailWhere(_ => ++asked > 1, new GuildConfigException("Late."));

        Assert.Same(requests[0], Assert.Single(attempt.Requests));
        await Assert.ThrowsAsync<GuildConfigException>(() => requests[1].WaitAsync(NeverLate, Token).InTime());

        static Exception NeverLate(TimeSpan limit) => new InvalidOperationException("It was withdrawn.");
    }
}
