using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sync;

/// <summary>What a restore leaves unchanged: a background with the same file, and the creation time.</summary>
public sealed class RestoredIdentityTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(_start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RestoreAsync_SameBackgroundFile_KeepsTheAsset()
    {
        await using var host = await StartAsync();
        await SetAsync(host, 10, "a.png");
        await SetAsync(host, 11, "b.png");
        var present = await SetAsync(host, 12, "a.png");

        var restored = await RestoreAsync(host, 1);

        Assert.Equal(10UL, restored.WelcomeChannelId);
        Assert.Equal(present.Background, restored.Background);
        Assert.Equal(_start + TimeSpan.FromDays(3), restored.Background!.CreatedAt);
    }

    [Fact]
    public async Task RestoreAsync_GuildRecreatedSince_KeepsTheNewCreationTime()
    {
        await using var host = await StartAsync();
        await SetAsync(host, 10, "a.png");
        await host.Service.DeleteAsync(1, cancellationToken: Token);
        var again = await SetAsync(host, 11, "b.png");

        Assert.Equal(again.CreatedAt, (await RestoreAsync(host, 1)).CreatedAt);
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(_time));

    private Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong channelId, string background)
    {
        _time.Advance(TimeSpan.FromDays(1));
        return host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = channelId;
                e.SetBackground(background, "image/png");
            },
            cancellationToken: Token);
    }

    private Task<GuildConfigSnapshot> RestoreAsync(TestHost host, long revision)
    {
        _time.Advance(TimeSpan.FromDays(1));
        return host.Get<IGuildConfigChangeLog>().RestoreAsync(1, revision, cancellationToken: Token);
    }
}
