using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Internal;

/// <summary>A service call from inside a unit of work would wait for itself; it must be refused, not hang.</summary>
public sealed class ReentrancyGuardTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Calls => ["Get", "GetCached", "GetOrCreate", "Update", "Delete", "List", "Transact"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ServiceCall_InsideAnEdit_IsRefused(string call)
    {
        await using var host = await StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.UpdateAsync(
            1,
#pragma warning disable xUnit1031 // The point of the test: a delegate that blocks on the service must get an error, not wait for itself.
            _ => CallAsync(host.Service, call).WaitAsync(_deadline, Token).GetAwaiter().GetResult(),
#pragma warning restore xUnit1031
            cancellationToken: Token));

        Assert.Contains("inside", refused.Message, StringComparison.Ordinal);
        await AssertUntouchedAsync(host);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ServiceCall_InsideATransactionEvenLater_IsRefused(string call)
    {
        await using var host = await StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 99, token);
                await Task.Yield();
                await Task.Run(() => CallAsync(host.Service, call), token).WaitAsync(_deadline, token);
            },
            cancellationToken: Token));

        await AssertUntouchedAsync(host);
    }

    [Fact]
    public async Task ServiceCall_AfterTheUnit_IsAllowedEvenFromWorkThatBeganInside()
    {
        await using var host = await StartAsync();
        var unitEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<GuildConfigSnapshot>? outliving = null;

        await host.Service.UpdateAsync(1, e => { e.WelcomeChannelId = 6; outliving = ReadLaterAsync(); }, cancellationToken: Token);
        unitEnded.SetResult();

        Assert.Equal(6UL, (await outliving!.WaitAsync(_deadline, Token)).WelcomeChannelId);

        async Task<GuildConfigSnapshot> ReadLaterAsync()
        {
            await unitEnded.Task;
            return await host.Service.GetAsync(1, Token);
        }
    }

    [Fact]
    public async Task ServiceCall_FromAnotherCallerWhileAUnitRuns_IsAllowed()
    {
        await using var host = await StartAsync();
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var unit = host.Service.TransactAsync(
            async (_, _) =>
            {
                inside.SetResult();
                await leave.Task;
            },
            cancellationToken: Token);
        await inside.Task.WaitAsync(_deadline, Token);

        Assert.Equal(5UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        leave.SetResult();
        await unit;
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        return host;
    }

    private static async Task CallAsync(IGuildConfigService service, string call)
    {
        switch (call)
        {
            case "Get": await service.GetAsync(2, Token); break;
            case "GetCached": await service.GetAsync(1, Token); break;
            case "GetOrCreate": await service.GetOrCreateAsync(2, cancellationToken: Token); break;
            case "Update": await service.UpdateAsync(2, e => e.WelcomeChannelId = 3, cancellationToken: Token); break;
            case "Delete": await service.DeleteAsync(1, cancellationToken: Token); break;
            case "List": await service.ListAsync(Token).CountAsync(Token); break;
            case "Transact": await service.TransactAsync((_, _) => Task.CompletedTask, cancellationToken: Token); break;
            default: throw new ArgumentOutOfRangeException(nameof(call), call, "unknown");
        }
    }

    private static async Task AssertUntouchedAsync(TestHost host)
    {
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(5UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }
}
