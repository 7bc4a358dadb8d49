using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>A browser window with one session and one tab: the browser draws only the tab in front, and a click waits until it is drawn.</summary>
internal sealed class Window(IBrowserContext context, IPage tab)
{
    /// <summary>Part of the dashboard, so that the browser keeps the process, but without scripts, so that nothing keeps running.</summary>
    private const string QuietPage = "/icon.svg";

    public IPage Tab => tab;

    /// <summary>Leaves the window to the next test: a new one costs a process that compiles the page's scripts again.</summary>
    public async Task GiveBackAsync(ConcurrentBag<Window> free)
    {
        await tab.UnrouteAllAsync();
        await tab.GotoAsync(QuietPage);
        free.Add(this);
    }

    public Task SetOfflineAsync(bool offline) => context.SetOfflineAsync(offline);

    public Task CloseAsync() => context.CloseAsync();
}
