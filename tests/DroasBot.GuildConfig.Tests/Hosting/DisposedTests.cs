using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Hosting;

/// <summary>Every call after the disposal of the host's services fails with that reason.</summary>
public sealed class DisposedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Func<Kept, Task>> _calls = new()
    {
        ["GetAsync, cached"] = async kept => await kept.Service.GetAsync(1, Token),
        ["GetAsync"] = async kept => await kept.Service.GetAsync(2, Token),
        ["GetAsync, known to be absent"] = async kept => await kept.Service.GetAsync(3, Token),
        ["ListAsync"] = async kept => await kept.Service.ListAsync(Token).CountAsync(Token),
        ["GetOrCreateAsync"] = kept => kept.Service.GetOrCreateAsync(1, cancellationToken: Token),
        ["UpdateAsync"] = kept => kept.Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token),
        ["DeleteAsync"] = kept => kept.Service.DeleteAsync(1, cancellationToken: Token),
        ["TransactAsync"] = kept => kept.Service.TransactAsync((_, _) => Task.CompletedTask, cancellationToken: Token),
        ["GetHistoryAsync"] = async kept => await kept.Log.GetHistoryAsync(1, Token).CountAsync(Token),
        ["RestoreAsync"] = kept => kept.Log.RestoreAsync(1, 1, cancellationToken: Token),
        ["UndoAsync"] = kept => kept.Log.UndoAsync(1, 1, cancellationToken: Token),
        ["RefreshAsync"] = kept => kept.Cache.RefreshAsync(1, Token),
        ["RefreshAllAsync"] = kept => kept.Cache.RefreshAllAsync(cancellationToken: Token),
        ["VerifyAsync"] = async kept => await kept.Maintenance.VerifyAsync(Token),
        ["PruneHistoryAsync"] = kept => kept.Maintenance.PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token),
    };

    public static TheoryData<string> Calls => [.. _calls.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task AnyCall_AfterDisposal_FailsWithTheSameReason(string call)
    {
        var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await host.Service.GetAsync(3, Token);
        var kept = new Kept(host.Service, host.Get<IGuildConfigChangeLog>(), host.Cache, host.Get<IGuildConfigMaintenance>());
        await host.DisposeAsync();

        var refused = await Assert.ThrowsAsync<ObjectDisposedException>(() => _calls[call](kept));

        Assert.Contains("The services of the host have been disposed. Nothing was read or changed.", refused.Message, StringComparison.Ordinal);
    }

    private sealed record Kept(IGuildConfigService Service, IGuildConfigChangeLog Log, IGuildConfigCache Cache, IGuildConfigMaintenance Maintenance);
}
