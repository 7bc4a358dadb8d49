using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Reading;

public sealed class GuildConfigRepositoryTests
{
    private const int GuildsUnreadable = 13;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListAsync_IdsOnBothSidesOfTheSignBit_AreInAscendingUnsignedOrder()
    {
        await using var host = await TestHost.StartAsync();
        ulong[] expected = [.. Snowflakes.Edges.Select(row => row.Data)];
        foreach (var id in expected.Reverse())
        {
            await host.Service.GetOrCreateAsync(id, cancellationToken: Token);
        }

        Assert.Equal(expected, await ListIdsAsync(host));
    }

    [Theory]
    [InlineData(GuildConfigRepository.PageSize)]
    [InlineData((2 * GuildConfigRepository.PageSize) + 1)]
    public async Task ListAsync_MoreThanAPage_ReturnsEachGuildOnce(int half)
    {
        await using var host = await TestHost.StartAsync();
        await host.ExecuteAsync($"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {half} - 1)
            INSERT INTO guild_config (guild_id, settings, created_at, updated_at, revision)
            SELECT i + 1, {"'{}'"}, 0, 0, 1 FROM n UNION ALL SELECT -9223372036854775808 + i, {"'{}'"}, 0, 0, 1 FROM n
            """);

        var listed = await ListIdsAsync(host);

        var positive = Enumerable.Range(1, half).Select(i => (ulong)i);
        var negative = Enumerable.Range(0, half).Select(i => Snowflakes.SignBit + (ulong)i);
        Assert.Equal(positive.Concat(negative), listed);
    }

    [Fact]
    public async Task ListAsync_NothingStored_IsEmpty()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Empty(await ListIdsAsync(host));
    }

    [Fact]
    public async Task ListAsync_BackgroundStored_IsIncluded()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a/b.jpg", "image/jpeg"), cancellationToken: Token);

        var listed = await host.Service.ListAsync(Token).SingleAsync(Token);

        Assert.Equal("a/b.jpg", listed.Background!.FilePath);
        Assert.Equal("image/jpeg", listed.Background.MediaType);
    }

    [Fact]
    public async Task FindAsync_RowOrNone_ReturnsTheRevisionOfTheRead()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.Service.GetOrCreateAsync(2, cancellationToken: Token);
        var repository = host.Get<IGuildConfigRepository>();

        Assert.Equal(2, (await repository.FindAsync(3, Token)).AsOf);
        Assert.Equal(2, (await repository.FindAsync(1, Token)).AsOf);
        Assert.Equal(2, await repository.ReadRevisionAsync(Token));
        Assert.Equal(2, await repository.CountAsync(Token));
    }

    [Theory]
    [InlineData("UPDATE background_asset SET id = 'no id'; UPDATE guild_config SET background_ref = 'no id'", "The column id holds")]
    [InlineData("UPDATE background_asset SET created_at = 9223372036854775807", "The column created_at holds 9223372036854775807, which is not a time")]
    [InlineData("UPDATE background_asset SET content_hash = file_path", "has both a path and a hash, or neither")]
    [InlineData("UPDATE background_asset SET file_path = NULL", "has both a path and a hash, or neither")]
    [InlineData("DELETE FROM background_asset", "background_ref refers to a missing row")]
    [InlineData("UPDATE guild_config SET welcome_channel_id = 0", "welcome_channel_id holds 0")]
    [InlineData("UPDATE guild_config SET updated_at = 9223372036854775807", "The column updated_at holds 9223372036854775807, which is not a time")]
    public async Task FindAsync_UnreadableValue_IsAnErrorAndNeverDefaults(string damage, string message)
    {
        await using var host = await TestHost.StartAsync(options => options.PreloadOnStartup = false);
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.StopAsync();
        await host.ExecuteAsync("PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on; " + damage);
        await host.RestartAsync();

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await host.Service.GetAsync(1, Token));

        Assert.False(failure.IsTransient);
        Assert.Contains(TestHost.FileName, failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task ScanAsync_UnreadableRows_AreSkippedAndCounted()
    {
        await using var host = await TestHost.StartAsync();
        for (var id = 1UL; id <= 4; id++)
        {
            await host.Service.GetOrCreateAsync(id, cancellationToken: Token);
        }

        await host.ExecuteAsync("UPDATE guild_config SET settings = x'00' WHERE guild_id IN (2, 3)");
        var read = new List<ulong>();

        var (count, first) = await host.Get<IGuildConfigRepository>().ScanAsync(
            guild =>
            {
                read.Add(guild.Snapshot.GuildId);
                return true;
            },
            Token);

        Assert.Equal([1UL, 4UL], read);
        Assert.Equal(2, count);
        Assert.Contains("settings", first!.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task Start_UnreadableRow_IsLoggedAndTheOthersAreServed()
    {
        using var log = new EventRecorder();
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(log));
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        await host.Service.GetOrCreateAsync(2, cancellationToken: Token);
        await host.StopAsync();
        await host.ExecuteAsync("UPDATE guild_config SET settings = x'00' WHERE guild_id = 2");

        await host.RestartAsync();

        Assert.Equal(LogLevel.Error, Assert.Single(log.OfTheLibrary, entry => entry.Id == GuildsUnreadable).Level);
        Assert.Equal(10UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetAsync(2, Token).AsTask());
    }

    [Theory]
    [InlineData(-62135596800000)]
    [InlineData(253402300799999)]
    public async Task FindAsync_FirstAndLastTime_AreRead(long milliseconds)
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.ExecuteAsync($"UPDATE background_asset SET created_at = {milliseconds}");

        var loaded = await host.Get<IGuildConfigRepository>().FindAsync(1, Token);

        Assert.Equal(milliseconds, loaded.Snapshot.Background!.CreatedAt.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(-62135596800001)]
    [InlineData(253402300800000)]
    public async Task FindAsync_InvalidTime_IsNamedInTheError(long milliseconds)
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.ExecuteAsync($"UPDATE background_asset SET created_at = {milliseconds}");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await host.Get<IGuildConfigRepository>().FindAsync(1, Token));

        Assert.Contains($"The column created_at holds {milliseconds}, which is not a time", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IMAGE/Png", "image/png")]
    [InlineData("image/webp", "image/webp")]
    public async Task FindAsync_MediaTypeOfAnotherProgram_IsNormalizedOrKept(string stored, string read)
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await host.ExecuteAsync($"UPDATE background_asset SET media_type = '{stored}'");

        Assert.Equal(read, (await host.Get<IGuildConfigRepository>().FindAsync(1, Token)).Snapshot.Background!.MediaType);
    }

    private static async Task<List<ulong>> ListIdsAsync(TestHost host)
        => await host.Service.ListAsync(Token).Select(snapshot => snapshot.GuildId).ToListAsync(Token);
}
