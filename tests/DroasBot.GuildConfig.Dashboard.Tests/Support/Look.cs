using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>How the page is looked at.</summary>
internal static class Look
{
    public const string Light = "light";
    public const string Dark = "dark";
    public const string Phone = "phone";

    private const int NarrowestPhone = 360;

    public static BrowserNewContextOptions Options(string look)
        => new()
        {
            ColorScheme = look == Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = look == Phone ? new() { Width = NarrowestPhone, Height = 740 } : new() { Width = 1180, Height = 860 },
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = look == Phone,
            Locale = "en-GB",
            TimezoneId = "UTC",
        };

    /// <summary>Keeps a picture in the directory that the environment variable GUILD_CONFIG_SCREENSHOTS names; none without it.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("GUILD_CONFIG_SCREENSHOTS") is { Length: > 0 } directory)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png") });
        }
    }
}
