using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

/// <summary>An edit that continues after it has returned is refused, and has no effect.</summary>
public sealed class AsyncEditTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_AsyncVoidDelegate_IsRefusedBeforeItRuns()
    {
        await using var host = await TestHost.StartAsync();
        var hasRun = false;
        Action<GuildConfigEditor> edit = async e =>
        {
            hasRun = true;
            e.WelcomeChannelId = 5;
            await Task.Yield();
        };

        await AssertRefusedAsync(host, edit);
        await AssertRefusedAsync(host, edit + (e => e.WelcomeChannelId = 6));
        await AssertRefusedAsync(host, EditSoon);

        Assert.False(hasRun);
    }

    [Fact]
    public async Task UpdateAsync_AsyncVoidInsideTheEdit_FailsTheEditAndCrashesNoProcess()
    {
        await using var host = await TestHost.StartAsync();
        var wentOn = new TaskCompletionSource();
        var release = new TaskCompletionSource();

        await AssertRefusedAsync(host, e => GoOn(e));
        release.SetResult();
        await wentOn.Task;

        // Long enough for its exception, which is raised through the same context.
        await Task.Delay(100, Token);
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);

        async void GoOn(GuildConfigEditor editor)
        {
            await release.Task;
            wentOn.SetResult();
            editor.WelcomeChannelId = 7;
        }
    }

    [Fact]
    public async Task UpdateAsync_InAUnitOfWork_IsRefusedToo()
    {
        await using var host = await TestHost.StartAsync();
        var hasRun = false;
        Action<GuildConfigEditor> edit = async e =>
        {
            hasRun = true;
            await Task.Yield();
            e.WelcomeChannelId = 5;
        };

        await host.Service.TransactAsync(
            async (transaction, token) => Assert.Equal("edit", (await Assert.ThrowsAsync<ArgumentException>(() => transaction.UpdateAsync(1, edit, token))).ParamName),
            cancellationToken: Token);

        Assert.False(hasRun);
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    public async Task UpdateAsync_EditThatWaitsForATask_Works()
    {
        await using var host = await TestHost.StartAsync();

        var after = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = SoonAsync().GetAwaiter().GetResult(), cancellationToken: Token);

        Assert.Equal(8UL, after.WelcomeChannelId);

        static async Task<ulong> SoonAsync()
        {
            await Task.Yield();
            await Task.Delay(1);
            return 8;
        }
    }

    [Fact]
    public async Task UpdateAsync_UnawaitedCallOfTheService_FailsTheEdit()
    {
        await using var host = await TestHost.StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 5;
                _ = host.Service.UpdateAsync(2, inner => inner.WelcomeChannelId = 6);
            },
            cancellationToken: Token));
        var unit = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 5, token);
                _ = host.Service.DeleteAsync(2, cancellationToken: token);
            },
            cancellationToken: Token));

        Assert.Contains("from inside an edit delegate or a unit of work", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, unit.Message);
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
        Assert.False((await host.Service.GetAsync(2, Token)).Exists);
    }

    private static async void EditSoon(GuildConfigEditor editor)
    {
        await Task.Yield();
        editor.WelcomeChannelId = 9;
    }

    private static async Task AssertRefusedAsync(TestHost host, Action<GuildConfigEditor> edit)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(nameof(edit), () => host.Service.UpdateAsync(1, edit, cancellationToken: Token));
        Assert.StartsWith("An edit is synchronous: await first, then call UpdateAsync.", refused.Message, StringComparison.Ordinal);
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
    }
}
