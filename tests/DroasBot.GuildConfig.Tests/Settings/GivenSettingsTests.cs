using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>A changed object that was not set is an error, and is reported.</summary>
public sealed class GivenSettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_ChangedObjectIsNotSet_IsRefusedAndStoresNothing()
    {
        await using var host = await StartAsync();

        var forgotten = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 5;
                e.Get<TicketSettings>().Limits.Open = 7;
            },
            cancellationToken: Token));
        var tooLate = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.UpdateAsync(
            1,
            e =>
            {
                var tickets = e.Get<TicketSettings>();
                e.Set(tickets);
                tickets.Subjects.Add("late");
            },
            cancellationToken: Token));

        Assert.All([forgotten, tooLate], error => Assert.Contains("'tickets'", error.Message, StringComparison.Ordinal));
        Assert.Contains("Edit<TicketSettings>", forgotten.Message, StringComparison.Ordinal);
        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    public async Task TransactAsync_ChangedObjectIsNotSet_RollsBackAll()
    {
        await using var host = await StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.UpdateAsync(1, e => e.WelcomeChannelId = 5, token);
                await transaction.UpdateAsync(2, e => e.Get<TicketSettings>().CategoryId = 7, token);
            },
            cancellationToken: Token));

        Assert.False((await host.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    public async Task UpdateAsync_ObjectIsSetOrCopied_IsStored()
    {
        await using var host = await StartAsync();

        await host.Service.UpdateAsync(
            1,
            e =>
            {
                var tickets = e.Get<TicketSettings>();
                _ = e.Get<TicketSettings>();
                tickets.CategoryId = 7;
                e.Set(new TicketSettings { CategoryId = tickets.CategoryId });
                e.Get<TicketSettings>();
            },
            cancellationToken: Token);
        await host.Service.UpdateAsync(
            2,
            e =>
            {
                e.Get<TicketSettings>().CategoryId = 7;
                e.Reset<TicketSettings>();
                e.WelcomeChannelId = 1;
            },
            cancellationToken: Token);

        Assert.Equal(7UL, (await host.Service.GetAsync(1, Token)).Get<TicketSettings>().CategoryId);
        Assert.Null((await host.Service.GetAsync(2, Token)).Get<TicketSettings>().CategoryId);
    }

    [Fact]
    public async Task Edit_MutableAndImmutable_StoresTheChanges()
    {
        await using var host = await StartAsync();

        var snapshot = await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.Edit<TicketSettings>(tickets => tickets.Subjects.Add("bug"));
                e.Edit<TicketSettings>(tickets => tickets.CategoryId = 5);
                e.Edit<ModerationSettings>(moderation => moderation with { WarnLimit = 7 });
            },
            cancellationToken: Token);

        Assert.Equal(["question", "bug"], snapshot.Get<TicketSettings>().Subjects);
        Assert.Equal(5UL, snapshot.Get<TicketSettings>().CategoryId);
        Assert.Equal(7, snapshot.Get<ModerationSettings>().WarnLimit);
    }

    [Fact]
    public async Task Edit_Misused_SaysWhatToDo()
    {
        await using var host = await StartAsync();

        var immutable = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.Service.UpdateAsync(1, e => e.Edit<ModerationSettings>(moderation => { _ = moderation with { WarnLimit = 7 }; }), cancellationToken: Token));
        var nothing = await Assert.ThrowsAsync<ArgumentException>(
            () => host.Service.UpdateAsync(1, e => e.Edit<ModerationSettings>(_ => null!), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Service.UpdateAsync(1, e => e.Edit((Action<TicketSettings>)null!), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Service.UpdateAsync(1, e => e.Edit((Func<TicketSettings, TicketSettings>)null!), cancellationToken: Token));

        Assert.Contains("with", immutable.Message, StringComparison.Ordinal);
        Assert.Equal("change", nothing.ParamName);
    }

    private static Task<TestHost> StartAsync()
        => TestHost.StartAsync(services: services => services.AddGuildConfig().AddSettings<ModerationSettings>("moderation").AddSettings<TicketSettings>("tickets"));
}
