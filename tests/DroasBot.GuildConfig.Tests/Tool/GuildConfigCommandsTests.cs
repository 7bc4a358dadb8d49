using System.CommandLine;
using System.Globalization;
using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>The commands in a bot's own command line.</summary>
public sealed class GuildConfigCommandsTests : IAsyncDisposable
{
    private readonly ToolRun _directory = new();
    private readonly ServiceProvider _services;

    public GuildConfigCommandsTests()
    {
        var services = new ServiceCollection();
        services.AddGuildConfig("Data Source=" + _directory.Database).AddSettings<TallySettings>("tally");
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Create_HostServices_UsesTheirSettingsAndKeepsThemAlive()
    {
        var set = await RunAsync("settings", "7", "tally.count", "5");
        var wrong = await RunAsync("settings", "7", "tally.count", "many");
        var health = (await RunAsync("health")).AssertFailed(exitCode: 2);

        Assert.Equal(["Guild 7, revision 1:", "  tally.count: \"0\" -> \"5\""], set.AssertSucceeded().Lines);
        Assert.Contains("takes a whole number", wrong.AssertFailed(), StringComparison.Ordinal);
        Assert.Contains("AddHealthChecks().AddGuildConfig()", health, StringComparison.Ordinal);
        Assert.Equal(5UL, (await _services.GetRequiredService<IGuildConfigService>().GetAsync(7, TestContext.Current.CancellationToken)).Get<TallySettings>().Count);
    }

    [Fact]
    public void Create_WithoutServices_Throws() => Assert.Throws<ArgumentNullException>(() => GuildConfigCommands.Create(null!));

    private async Task<ToolOutcome> RunAsync(params string[] words)
    {
        var root = new RootCommand { GuildConfigCommands.Create(_services) };
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        await using var error = new StringWriter(CultureInfo.InvariantCulture);
        var exitCode = await root.Parse(["guild-config", .. words]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new ToolOutcome(exitCode, output.ToString(), error.ToString());
    }
}
