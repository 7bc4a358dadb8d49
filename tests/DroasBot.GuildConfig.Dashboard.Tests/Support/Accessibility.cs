using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>Checks the current view in each look: every rule of axe, and that nothing is wider than the screen.</summary>
internal static class Accessibility
{
    /// <summary>Runs in the page itself, since Deque's package for Playwright opens a window for each result.</summary>
    private const string FindViolations =
        """
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations.map(violation => `${violation.id}: ${violation.help}: ${violation.nodes.map(node => node.html).join(', ')}`);
        """;

    private static readonly string _axe = new BundledAxeScriptProvider().GetScript();

    public static async Task CheckAsync(IPage page, string view)
    {
        if (await page.EvaluateAsync<bool>("() => !window.axe"))
        {
            await page.EvaluateAsync($"() => {{ {_axe} }}");
        }

        foreach (var look in new[] { Look.Dark, Look.Phone, Look.Light })
        {
            await Look.ShowAsync(page, look);
            await Look.KeepAsync(page, $"{view}-{look}");
            var violations = await page.EvaluateAsync<string[]>($"async () => {{ {FindViolations} }}");
            Assert.True(violations.Length == 0, $"{view}, {look}:\n{string.Join('\n', violations)}");
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{view}, {look}: wider than the screen.");
        }
    }
}
