using DroasBot.GuildConfig.Tests.Support;
using Xunit;
using Edits = DroasBot.GuildConfig.Contract.Edits;

namespace DroasBot.GuildConfig.Tests;

public sealed class GuildConfigEditorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyMember_AfterTheDelegate_SaysWhatToDoInstead()
    {
        await using var host = await TestHost.StartAsync();
        GuildConfigEditor kept = null!;
        await host.Service.UpdateAsync(1, e => (kept = e).WelcomeChannelId = 9, cancellationToken: Token);
        Action[] uses =
        [
            () => _ = kept.GuildId,
            () => _ = kept.WelcomeChannelId,
            () => kept.WelcomeChannelId = 5,
            () => _ = kept.Background,
            () => kept.SetBackground("a.png", "image/png"),
            () => kept.ClearBackground(),
            () => kept.Get<object>(),
            () => kept.Set(new object()),
            () => kept.Reset<object>(),
            () => kept.ReplaceSettingsJson("{}"),
        ];

        Assert.All(uses, use => Assert.Contains("UpdateAsync", Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal));
        Assert.Equal(9UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task AnyMember_AfterADelegateThatThrew_IsRefusedToo()
    {
        await using var host = await TestHost.StartAsync();
        GuildConfigEditor? kept = null;

        await Assert.ThrowsAsync<FormatException>(() => host.Service.UpdateAsync(
            1,
            Edits.Failing(new FormatException("mine"), e => kept = e),
            cancellationToken: Token));

        Assert.Throws<InvalidOperationException>(() => kept!.WelcomeChannelId = 5);
    }

    [Fact]
    public async Task WelcomeChannelId_Zero_IsRefusedAndNothingWritten()
    {
        await using var host = await TestHost.StartAsync();

        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 0, cancellationToken: Token));

        Assert.Equal("WelcomeChannelId", refused.ParamName);
        Assert.Equal(0UL, refused.ActualValue);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task WelcomeChannelId_Null_ClearsTheChannel()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        var cleared = await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = null, cancellationToken: Token);

        Assert.Null(cleared.WelcomeChannelId);
        Assert.True(cleared.Exists);
        Assert.Null((await host.QueryAsync("SELECT welcome_channel_id FROM guild_config"))[0][0]);
    }

    [Fact]
    public async Task Members_DuringTheDelegate_ShowStoredAndEditedValues()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        await host.Service.UpdateAsync(
            1,
            e =>
            {
                Assert.Equal(1UL, e.GuildId);
                Assert.Null(e.WelcomeChannelId);
                Assert.Equal("a.png", e.Background!.FilePath);
                e.WelcomeChannelId = 6;
                e.SetBackground("b.jpg", "image/jpeg");
                Assert.Equal(6UL, e.WelcomeChannelId);
                Assert.Equal("b.jpg", e.Background!.FilePath);
                e.ClearBackground();
                Assert.Null(e.Background);
            },
            cancellationToken: Token);

        Assert.Null((await host.Service.GetAsync(1, Token)).Background);
    }

    [Fact]
    public async Task SetBackground_AnotherFile_IsAnotherAsset()
    {
        await using var host = await TestHost.StartAsync();
        var first = await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        var second = await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/jpeg"), cancellationToken: Token);

        Assert.NotEqual(first.Background!.Id, second.Background!.Id);
        Assert.Equal("image/png", first.Background.MediaType);
        Assert.Equal("image/jpeg", second.Background.MediaType);
    }

    [Fact]
    public async Task Get_UnregisteredSettings_AreNamed()
    {
        await using var host = await TestHost.StartAsync();
        var snapshot = await host.Service.GetAsync(1, Token);

        var refused = Assert.Throws<ArgumentException>(() => snapshot.Get<TestHostSettings>());

        Assert.Contains(nameof(TestHostSettings), refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(1, e => e.Get<TestHostSettings>(), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(1, e => e.Set(new TestHostSettings()), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(1, e => e.Reset<TestHostSettings>(), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Service.UpdateAsync(1, e => e.Set<TestHostSettings>(null!), cancellationToken: Token));
    }

    private sealed class TestHostSettings;
}
