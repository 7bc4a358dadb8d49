using DroasBot.GuildConfig.Dashboard.Tests.Support;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace DroasBot.GuildConfig.Dashboard.Tests;

public sealed class HistoryTests(DashboardFixture dashboard)
{
    private readonly ulong _guild = dashboard.NewGuild();
    private readonly List<long> _revisions = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IGuildConfigService Configs => dashboard.Server.Configs;

    [Fact]
    public async Task OlderChanges_PageByPage_AreAllShown()
    {
        const int changes = 23;
        await using var administrator = await OpenAsync(changes);
        var entries = administrator.History.GetByRole(AriaRole.Listitem).And(administrator.Page.Locator("[data-revision]"));
        await Expect(entries).ToHaveCountAsync(10);

        await administrator.Button("Older changes").ClickAsync();
        await Expect(entries).ToHaveCountAsync(20);
        await Expect(entries.Nth(10)).ToBeFocusedAsync();
        await administrator.Button("Older changes").ClickAsync();

        await Expect(entries).ToHaveCountAsync(changes);
        await Expect(administrator.Button("Older changes")).ToBeHiddenAsync();
        await Expect(entries.Last).ToContainTextAsync("by the bot");
        await Expect(entries.First).ToContainTextAsync($"Moderation › Warnings {changes - 1} becomes {changes}");
        administrator.AssertQuiet();
    }

    [Fact]
    public async Task Undo_Confirmed_IsANewChange()
    {
        const int changes = 5;
        await using var administrator = await OpenAsync(changes);

        await administrator.Button($"Undo revision {_revisions[^1]}").ClickAsync();
        await Expect(administrator.Dialog).ToContainTextAsync($"Moderation › Warnings {changes} becomes {changes - 1}");
        await ConfirmAsync(administrator, "Undo");

        await Expect(administrator.SaveBar).ToContainTextAsync("Undone.");
        await Expect(administrator.Field("Warnings")).ToHaveValueAsync($"{changes - 1}");
        await Expect(administrator.History.Locator("[data-revision]").First).ToContainTextAsync("Restored by you");
        Assert.Equal(changes - 1, (await Configs.GetAsync(_guild, Token)).Get<ModerationSettings>().WarnLimit);
        administrator.AssertQuiet();
    }

    [Fact]
    public async Task Restore_CancelledThenConfirmed_ChangesNothingThenRestoresTheValues()
    {
        await using var administrator = await OpenAsync(changes: 5);
        var restore = administrator.Button($"Restore revision {_revisions[0]}");

        await restore.ClickAsync();
        await Expect(administrator.Dialog).ToBeVisibleAsync();
        await administrator.Page.Keyboard.PressAsync("Escape");
        await Expect(administrator.Dialog).ToBeHiddenAsync();
        await Expect(restore).ToBeFocusedAsync();
        Assert.Equal(_revisions[^1], (await Configs.GetAsync(_guild, Token)).Revision);

        await restore.ClickAsync();
        await ConfirmAsync(administrator, "Restore");

        await Expect(administrator.SaveBar).ToContainTextAsync("Restored.");
        await Expect(administrator.Field("Warnings")).ToHaveValueAsync("1");
    }

    private static async Task ConfirmAsync(Visitor visitor, string button)
    {
        await visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(visitor.Dialog).ToBeHiddenAsync();
    }

    private async Task<Visitor> OpenAsync(int changes)
    {
        for (var i = 1; i <= changes; i++)
        {
            var limit = i;
            _revisions.Add((await Configs.UpdateAsync(_guild, guild => guild.Set(new ModerationSettings { WarnLimit = limit, LogChannelId = 7 }), cancellationToken: Token)).Revision);
        }

        var administrator = await dashboard.VisitAsync(Visitor.Administrator);
        await administrator.OpenAsync(_guild);
        return administrator;
    }
}
