using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Maintenance;

public sealed class GuildConfigMaintenanceTests
{
    private static readonly DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PruneHistoryAsync_UpToNow_IsAllowedAndNotATickMore()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(_now)));
        var maintenance = host.Get<IGuildConfigMaintenance>();

        Assert.Equal(0, await maintenance.PruneHistoryAsync(_now, Token));
        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => maintenance.PruneHistoryAsync(_now + TimeSpan.FromTicks(1), Token));

        Assert.Equal("changedBefore", refused.ParamName);
        Assert.StartsWith("The history can be pruned up to now, 2030-01-01T00:00:00", refused.Message, StringComparison.Ordinal);
    }
}
