using System.Diagnostics;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>No caller waits longer than the limit for others, and processes take turns.</summary>
public abstract class QueueContract : StoreContract
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    public async Task Write_DatabaseIsLocked_EachFailsAtItsLimitAndNamesTheCause(int writes)
    {
        var node = await Store.StartNodeAsync(options => options.TransactionTimeout = _limit);
        await node.IncrementAsync(1, Token);
        var before = await DumpAsync();
        GuildConfigStoreException[] errors;
        TimeSpan longest;
        await using (await Store.HoldWritesAsync())
        {
            var begun = Stopwatch.GetTimestamp();
            errors = await Task.WhenAll(Enumerable.Range(0, writes).Select(i => FailAsync(node, i))).InTime();
            longest = Stopwatch.GetElapsedTime(begun);
        }

        Assert.All(errors, error => Assert.True(error.IsTransient));
        Assert.All(errors, error => Assert.Contains("is locked by another", error.Message, StringComparison.Ordinal));
        Assert.Equal(writes, errors.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.InRange(longest, TimeSpan.Zero, _limit + TimeSpan.FromSeconds(3));
        Assert.Equal(before, await DumpAsync());
        Assert.Equal(1UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(2UL, (await Deadlines.UntilMadeAsync(() => node.IncrementAsync(1, Token))).WelcomeChannelId);
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    [Fact]
    public async Task Write_LockedForLessThanTheLimit_Succeeds()
    {
        var node = await Store.StartNodeAsync(options => options.TransactionTimeout = Deadlines.Limit);
        Task<GuildConfigSnapshot>[] writes;
        await using (await Store.HoldWritesAsync())
        {
            writes = [.. Enumerable.Range(0, 300).Select(i => node.IncrementAsync((ulong)(i % 7) + 1, Token))];
            Assert.Equal(0L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        }

        await Task.WhenAll(writes).InTime();
        Assert.Equal(300L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    /// <summary>Units that follow each other without a pause let another process take its turn.</summary>
    [Theory]
    [InlineData("unit")]
    [InlineData("edit")]
    public async Task Write_EightSlowUnitsOfAnotherProcess_GetsItsTurn(string kind)
    {
        const int Units = 8;
        var (slow, quick) = (await Store.StartNodeAsync(Patient), await Store.StartNodeAsync(Patient));
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var units = Enumerable.Range(0, Units).Select(unit => kind == "unit"
            ? slow.Service.TransactAsync(
                async (transaction, token) =>
                {
                    await transaction.UpdateAsync(1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, token);
                    await WorkAsync(token);
                },
                cancellationToken: Token)
            : slow.Service.UpdateAsync(
                (ulong)unit + 1,
                e =>
                {
                    e.WelcomeChannelId = 1;
                    WorkAsync(Token).GetAwaiter().GetResult();
                },
                cancellationToken: Token)).ToList();

        await first.Task.InTime();
        var write = quick.IncrementAsync(100, Token);
        await Task.WhenAny(write, Task.WhenAll(units)).InTime();

        var inBetween = units.Any(unit => !unit.IsCompleted);
        await Task.WhenAll([write, .. units]).InTime();
        Assert.True(inBetween);
        Assert.Equal(Units + 1L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal((long)Units, Convert.ToInt64(await Store.ScalarAsync<object>("SELECT sum(welcome_channel_id) FROM guild_config WHERE guild_id < 100"), null));

        // Slow, as if it made network calls; the other process has to find the gap between two of them by itself.
        async Task WorkAsync(CancellationToken token)
        {
            first.TrySetResult();
            await Task.Delay(150, token);
        }
    }

    private static void Patient(GuildConfigOptions options) => options.TransactionTimeout = Deadlines.Limit;

    private static Task<GuildConfigStoreException> FailAsync(ContractNode node, int number)
        => Assert.ThrowsAsync<GuildConfigStoreException>(() => (number % 3) switch
        {
            0 => node.IncrementAsync((ulong)number + 1, Token),
            1 => node.Service.DeleteAsync(1, cancellationToken: Token),
            _ => node.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, e => e.WelcomeChannelId = 99, token), cancellationToken: Token),
        });

    private async Task<string> DumpAsync()
        => string.Join('\n', (await Store.QueryAsync("SELECT guild_id, revision, welcome_channel_id FROM guild_config"))
            .Concat(await Store.QueryAsync("SELECT revision, kind FROM guild_config_change"))
            .Concat(await Store.QueryAsync("SELECT revision, mark, pruned FROM guild_config_clock"))
            .Select(row => string.Join('|', row)));
}
