using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>A user of the page, in a window of the browser.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    public const string Administrator = "administrator";
    public const string Moderator = "moderator";

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Window _window;
    private readonly ConcurrentBag<Window>? _free;

    /// <param name="window">The window that the user looks at.</param>
    /// <param name="free">Where the window is left afterwards; null if no other test uses it.</param>
    public Visitor(Window window, ConcurrentBag<Window>? free)
    {
        (_window, _free) = (window, free);
        Page.Console += NoteMessage;
        Page.PageError += NoteError;
    }

    public IPage Page => _window.Tab;

    public ILocator SaveBar => Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" });

    public ILocator History => Page.GetByRole(AriaRole.Region, new() { Name = "History" });

    public ILocator Connection => Page.Locator("#connection");

    public ILocator Announcer => Page.Locator("#announcer");

    public ILocator Message => Page.GetByRole(AriaRole.Alert);

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    public async Task SignInAsync(string name)
    {
        await Page.GotoAsync("/");
        await Button($"Sign in as {name}").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Banner)).ToContainTextAsync(name);
        await Assertions.Expect(Heading("Guilds")).ToBeVisibleAsync();
    }

    /// <summary>Opens a guild, and waits until its changes are followed.</summary>
    public async Task OpenAsync(ulong guild)
    {
        var following = Page.WaitForResponseAsync(response => response.Url.Contains("/events", StringComparison.Ordinal));
        await Page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/#/guilds/{guild}"));
        await following;
        await Assertions.Expect(Field("Welcome channel")).ToBeVisibleAsync();
    }

    public async Task SaveAsync()
    {
        await SaveBar.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(SaveBar).ToContainTextAsync("Saved.");
    }

    /// <summary>Asserts that nothing was blocked, nothing threw, and no request failed.</summary>
    public void AssertQuiet() => Assert.True(_complaints.IsEmpty, string.Join(Environment.NewLine, _complaints));

    /// <summary>Asserts the same, ignoring requests that were refused or lost, which the browser also reports.</summary>
    public void AssertNothingThrew() => Assert.DoesNotContain(_complaints, complaint => !complaint.StartsWith("Failed to load resource", StringComparison.Ordinal));

    /// <summary>Affects the window, so it requires one that no other test uses.</summary>
    public Task SetOfflineAsync(bool offline) => _free is null ? _window.SetOfflineAsync(offline) : throw new InvalidOperationException("Other tests use this window.");

    public async ValueTask DisposeAsync()
    {
        Page.Console -= NoteMessage;
        Page.PageError -= NoteError;
        await (_free is null ? _window.CloseAsync() : _window.GiveBackAsync(_free));
    }

    private void NoteMessage(object? sender, IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
        {
            _complaints.Enqueue($"{message.Text} ({message.Location})");
        }
    }

    private void NoteError(object? sender, string error) => _complaints.Enqueue(error);
}
