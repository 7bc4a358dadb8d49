using System.Collections.Concurrent;
using DroasBot.GuildConfig.Dashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(DashboardFixture))]

// A browser page and the dashboard keep a core busy: more threads would only make each other wait.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>One browser and one dashboard for all tests; each test has its own guilds.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private const float Deadline = 30_000;

    // Debian's /usr/bin/chromium is a script that adds extensions and enables the graphics card.
    private static readonly string[] _places = ["/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly ConcurrentDictionary<(DashboardServer Server, string User), ConcurrentBag<Window>> _freeWindows = new();
    private int _guilds;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private DashboardServer? _server;

    internal DashboardServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            var server = DashboardServer.StartAsync();
            _playwright = await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout(Deadline);
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("GUILD_CONFIG_BROWSER") ?? Array.Find(_places, File.Exists),
                Args = ["--no-sandbox", "--disable-gpu", "--process-per-site", "--disable-site-isolation-trials"],
            });
            _server = await server;
        }
        catch
        {
            // Nothing that was started is left behind.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_browser?.CloseAsync() ?? Task.CompletedTask);
            _playwright?.Dispose();
        }
        finally
        {
            await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Returns an id that no other test uses, too large for a JavaScript number.</summary>
    internal ulong NewGuild() => 9_007_199_254_740_993 + (2 * (ulong)Interlocked.Increment(ref _guilds));

    /// <summary>Opens a window for a signed-in user, or one that another test has left.</summary>
    internal async Task<Visitor> VisitAsync(string user, DashboardServer? server = null)
    {
        var free = _freeWindows.GetOrAdd((server ?? Server, user), _ => []);
        return new Visitor(free.TryTake(out var window) ? window : await OpenWindowAsync(server ?? Server, user), free);
    }

    /// <summary>Opens a window for this test alone, signed in or not.</summary>
    internal async Task<Visitor> VisitAloneAsync(string? user = null, DashboardServer? server = null)
        => new(await OpenWindowAsync(server ?? Server, user), free: null);

    private async Task<Window> OpenWindowAsync(DashboardServer server, string? user)
    {
        var context = await _browser!.NewContextAsync(Look.Options(server.Address));
        context.SetDefaultTimeout(Deadline);
        if (user is not null)
        {
            await SignIn.AsAsync(context.APIRequest, user);
        }

        return new Window(context, await context.NewPageAsync());
    }
}
