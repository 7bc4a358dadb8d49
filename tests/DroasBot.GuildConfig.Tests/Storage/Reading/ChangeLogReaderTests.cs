using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Reading;

public sealed class ChangeLogReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAfterAsync_Revision_ReturnsLaterChangesInOrder()
    {
        await using var host = await TestHost.StartAsync();
        foreach (var id in new[] { 4UL, 3UL, 2UL, 1UL })
        {
            await host.Service.GetOrCreateAsync(id, cancellationToken: Token);
        }

        var changes = await host.Get<ChangeLogReader>().ReadAfterAsync(2, Token);

        Assert.Equal([3L, 4L], changes!.Select(read => read.Change.Revision));
    }

    [Fact]
    public async Task ReadAfterAsync_DamagedChange_ReturnsNothing()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.ExecuteAsync("UPDATE guild_config_change SET \"after\" = '{'");

        Assert.Null(await host.Get<ChangeLogReader>().ReadAfterAsync(0, Token));
    }
}
