using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>A window of the browser, with one session. Its tabs are used again: a new one costs a process, which compiles the page's scripts once more.</summary>
internal sealed class Window(IBrowserContext context)
{
    /// <summary>Of the dashboard, so that the process stays; without scripts, so that nothing goes on.</summary>
    private const string QuietPage = "/icon.svg";

    private readonly ConcurrentBag<IPage> _tabs = [];

    public async Task<IPage> OpenAsync() => _tabs.TryTake(out var tab) ? tab : await context.NewPageAsync();

    public async Task GiveBackAsync(IPage tab)
    {
        await tab.UnrouteAllAsync();
        await tab.GotoAsync(QuietPage);
        _tabs.Add(tab);
    }

    public Task SetOfflineAsync(bool offline) => context.SetOfflineAsync(offline);

    public Task CloseAsync() => context.CloseAsync();
}
