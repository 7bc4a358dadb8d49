using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>A browser window with one session. Its tabs are reused: a new one costs a process that compiles the page's scripts again.</summary>
internal sealed class Window(IBrowserContext context)
{
    /// <summary>Part of the dashboard, so that the browser keeps the process, but without scripts, so that nothing keeps running.</summary>
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
