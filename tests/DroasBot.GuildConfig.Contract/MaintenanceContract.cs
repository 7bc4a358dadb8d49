using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Maintenance of a database in use.</summary>
public abstract class MaintenanceContract : StoreContract
{
    [Fact]
    public async Task PruneHistoryAsync_OldChanges_AreRemovedAndCounted()
    {
        var node = await Store.StartNodeAsync();
        for (var i = 0; i < 150; i++)
        {
            await Task.WhenAll(node.IncrementAsync(1, Token), node.IncrementAsync(2, Token));
        }

        var youngest = DateTimeOffset.FromUnixTimeMilliseconds(await Store.ScalarAsync<long>("SELECT changed_at FROM guild_config_change WHERE revision = 280"));
        var kept = await Store.ScalarAsync<long>($"SELECT count(*) FROM guild_config_change WHERE changed_at >= {youngest.ToUnixTimeMilliseconds()}");

        Assert.Equal(0, await Maintenance(node).PruneHistoryAsync(youngest.AddDays(-1), Token));
        var removed = await Maintenance(node).PruneHistoryAsync(youngest, Token);

        Assert.Equal(300 - kept, removed);
        Assert.Equal(
            Enumerable.Range(1, (int)kept).Select(i => (object?)(300L - kept + i)), (await Store.QueryAsync("SELECT revision FROM guild_config_change ORDER BY revision")).Select(row => row[0]));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
        Assert.Equal(0, await Maintenance(node).PruneHistoryAsync(youngest, Token));
    }

    [Fact]
    public async Task PruneHistoryAsync_TheFuture_IsRefused()
    {
        var node = await Store.StartNodeAsync();
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Maintenance(node).PruneHistoryAsync(tomorrow, Token));

        Assert.Equal(("changedBefore", (object)tomorrow), (error.ParamName, error.ActualValue));
    }

    [Fact]
    public async Task AnyMember_InsideAUnitOfWork_IsRefused()
    {
        var node = await Store.StartNodeAsync();
        Func<Task>[] calls =
        [
            () => Maintenance(node).BackupAsync("never.db", Token),
            () => Maintenance(node).VerifyAsync(Token),
            () => Maintenance(node).PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token),
        ];

        var refused = 0;

        // A refused call fails the unit, even if its delegate swallows the exception.
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Service.TransactAsync(
            async (_, _) =>
            {
                foreach (var call in calls)
                {
                    await Assert.ThrowsAsync<InvalidOperationException>(call);
                    refused++;
                }
            },
            cancellationToken: Token));

        Assert.Equal(calls.Length, refused);
    }

    private static IGuildConfigMaintenance Maintenance(ContractNode node) => node.Get<IGuildConfigMaintenance>();
}
