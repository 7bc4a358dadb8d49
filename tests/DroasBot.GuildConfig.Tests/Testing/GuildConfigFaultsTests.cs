using DroasBot.GuildConfig.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Testing;

/// <summary>A database that fails on demand, with the real engine.</summary>
public sealed class GuildConfigFaultsTests : IAsyncDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection()
        .AddGuildConfig(options => options.TransactionTimeout = TimeSpan.FromSeconds(1)).UseTemporaryDatabase().Services.BuildServiceProvider();

    private IGuildConfigService Service => _provider.GetRequiredService<IGuildConfigService>();

    private GuildConfigFaults Faults => _provider.GetRequiredService<GuildConfigFaults>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FailReads_CachedGuildsAreServed_OthersFailUntilItEnds()
    {
        await Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Faults.FailReads = true;
        Assert.Equal(5UL, (await Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.True((await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await Service.GetAsync(2, Token))).IsTransient);
        await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await Service.ListAsync(Token).CountAsync(Token));
        await Service.UpdateAsync(3, e => e.WelcomeChannelId = 6, cancellationToken: Token);

        Faults.FailReads = false;
        Assert.False((await Service.GetAsync(2, Token)).Exists);
        Assert.Equal(2, await Service.ListAsync(Token).CountAsync(Token));
    }

    [Fact]
    public async Task FailWrites_EachWriteFailsAndChangesNothing()
    {
        await Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Faults.FailWrites = true;
        Assert.True((await Assert.ThrowsAsync<GuildConfigStoreException>(() => Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token))).IsTransient);
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => Service.DeleteAsync(1, cancellationToken: Token));
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => Service.TransactAsync((unit, token) => unit.DeleteAsync(1, token), cancellationToken: Token));

        Faults.FailWrites = false;
        Assert.Equal((5UL, 1L), ((await Service.GetAsync(1, Token)).WelcomeChannelId, (await Service.GetAsync(1, Token)).Revision));
    }

    [Fact]
    public async Task BeginOutage_EndsWhileAWriteWaits_TheWriteSucceeds()
    {
        await using var patient = new ServiceCollection().AddGuildConfig().UseTemporaryDatabase().Services.BuildServiceProvider();
        await patient.InitializeGuildConfigAsync(cancellationToken: Token);
        var service = patient.GetRequiredService<IGuildConfigService>();

        Task<GuildConfigSnapshot> write;
        using (patient.GetRequiredService<GuildConfigFaults>().BeginOutage())
        {
            write = service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
            await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await service.GetAsync(2, Token));
            Assert.False(write.IsCompleted);
        }

        Assert.Equal(1, (await write).Revision);
        Assert.False((await service.GetAsync(2, Token)).Exists);
    }

    [Fact]
    public async Task FailWithConflicts_CallsThatExpectARevision_Conflict()
    {
        var read = await Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        Faults.FailWithConflicts(2);

        await Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token);
        var conflict = await Assert.ThrowsAsync<GuildConfigConflictException>(
            () => Service.UpdateAsync(1, e => e.WelcomeChannelId = 7, new ChangeContext { ExpectedRevision = 2 }, Token));
        await Assert.ThrowsAsync<GuildConfigConflictException>(() => Service.DeleteAsync(1, new ChangeContext { ExpectedRevision = conflict.ActualRevision }, Token));
        var current = await Service.GetAsync(1, Token);
        var after = await Service.UpdateAsync(1, e => e.WelcomeChannelId = 8, new ChangeContext { ExpectedRevision = current.Revision }, Token);

        Assert.Equal((1L, 2L, 4L), (read.Revision, conflict.ExpectedRevision, conflict.ActualRevision));
        Assert.Equal((6UL, 6L), (current.WelcomeChannelId, current.Revision));
        Assert.Equal((8UL, 7L), (after.WelcomeChannelId, after.Revision));
        Assert.Throws<ArgumentOutOfRangeException>("calls", () => Faults.FailWithConflicts(-1));
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
