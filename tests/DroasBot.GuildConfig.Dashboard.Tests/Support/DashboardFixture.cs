using System.Collections.Concurrent;
using DroasBot.GuildConfig.Dashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(DashboardFixture))]

// Tests wait for the browser most of the time.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>One browser and one dashboard for all tests; each test has guilds of its own.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private const float Deadline = 15_000;

    private static readonly string[] _places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _sessions = new();
    private int _guilds;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private DashboardServer? _server;

    internal DashboardServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _server = await DashboardServer.StartAsync();
            _playwright = await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout(Deadline);
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("GUILD_CONFIG_BROWSER") ?? Array.Find(_places, File.Exists),
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        catch
        {
            // What has been started is not left behind.
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

    /// <summary>An id that no other test has, too large for a number of JavaScript.</summary>
    internal ulong NewGuild() => 9_007_199_254_740_993 + (2 * (ulong)Interlocked.Increment(ref _guilds));

    /// <summary>Opens a browser's window of somebody who has signed in before: once for all tests, since it takes longer than most of them.</summary>
    internal async Task<Visitor> VisitAsync(string user, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.StorageState = await _sessions.GetOrAdd(user, name => new(() => SignInAsync(name))).Value;
        return await VisitAsync(options);
    }

    /// <summary>Opens a browser's window of somebody who is not signed in.</summary>
    internal async Task<Visitor> VisitAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL ??= Server.Address;
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Deadline);
        return new Visitor(context, await context.NewPageAsync());
    }

    private async Task<string> SignInAsync(string user)
    {
        await using var visitor = await VisitAsync();
        await visitor.SignInAsync(user);
        return await visitor.Page.Context.StorageStateAsync();
    }
}
