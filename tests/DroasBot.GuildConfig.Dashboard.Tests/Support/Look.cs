using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>A way to look at the page: light, dark, on a phone.</summary>
internal static class Look
{
    public const string Light = "light";
    public const string Dark = "dark";
    public const string Phone = "phone";

    private static readonly ViewportSize _desktop = new() { Width = 1180, Height = 860 };
    private static readonly ViewportSize _narrowestPhone = new() { Width = 360, Height = 740 };

    public static BrowserNewContextOptions Options(string address)
        => new()
        {
            BaseURL = address,
            ColorScheme = ColorScheme.Light,
            ViewportSize = _desktop,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "UTC",
        };

    public static async Task ShowAsync(IPage page, string look)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = look == Dark ? ColorScheme.Dark : ColorScheme.Light });
        var size = look == Phone ? _narrowestPhone : _desktop;
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <summary>Saves a screenshot in the directory that the environment variable GUILD_CONFIG_SCREENSHOTS names, if it is set.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("GUILD_CONFIG_SCREENSHOTS") is { Length: > 0 } directory)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png") });
        }
    }
}
