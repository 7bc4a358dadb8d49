using System.Diagnostics;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Host code that does not return affects only its own caller, and only up to its limit.</summary>
[Trait("Invariant", "11")]
public abstract class HungCodeContract : StoreContract
{
    private static readonly TimeSpan _limit = TimeSpan.FromMilliseconds(1500);

    public static TheoryData<string> Kinds => new("edit", "rule of Set", "rule of ReplaceSettingsJson", "rule of a restore", "upgrade");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Write_HostCodeThatNeverReturns_FailsAloneAfterTheLimit(string kind)
    {
        using var code = new HungCode();
        var (node, write) = await StartAsync(kind, code);
        var before = await DumpAsync();

        var hung = write();
        await code.Entered;
        for (var i = 1UL; i <= 20; i++)
        {
            // Requests made while it hangs are not late themselves.
            Assert.Equal(i, (await node.IncrementAsync(2, Token).InTime()).WelcomeChannelId);
        }

        await AssertTooSlowAsync(hung);
        Assert.Equal(before, await DumpAsync());
        code.Release();
        Assert.Equal(21UL, (await node.IncrementAsync(2, Token).InTime()).WelcomeChannelId);
        Assert.Equal(before, await DumpAsync());
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    [Fact]
    public async Task Write_OneOfABatchHangs_AllOthersCommit()
    {
        using var code = new HungCode();
        var (node, write) = await StartAsync("edit", code);
        Task<GuildConfigSnapshot>[] quick;
        Task[] hung;
        await using (await Store.HoldWritesAsync())
        {
            // All of them wait in the queue, so that they share a batch.
            hung = [write(), write()];
            quick = [.. Enumerable.Range(1, 60).Select(i => node.IncrementAsync((ulong)(i % 3) + 10, Token))];
        }

        await Task.WhenAll(quick).InTime();
        await Task.WhenAll(hung.Select(AssertTooSlowAsync));

        Assert.Equal(60L, Convert.ToInt64(await Store.ScalarAsync<object>("SELECT sum(welcome_channel_id) FROM guild_config WHERE guild_id >= 10"), null));
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("unit")]
    [InlineData("edit in a unit")]
    public async Task Dispose_HostCodeThatNeverReturns_TakesNoLongerThanTheLimit(string kind)
    {
        using var code = new HungCode();
        var (node, write) = await StartAsync(kind, code);
        var hung = write();
        await code.Entered;
        var begun = Stopwatch.GetTimestamp();

        await Task.Run(async () => await node.DisposeAsync(), Token).InTime();

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, _limit + TimeSpan.FromSeconds(3));
        await AssertTooSlowAsync(hung);
    }

    [Fact]
    public async Task TransactAsync_UnitNeverReturns_FailsAloneAndLaterOnesContinue()
    {
        using var code = new HungCode();
        var (node, write) = await StartAsync("unit", code);
        var hung = write();
        await code.Entered;

        await AssertTooSlowAsync(hung);

        Assert.Equal(1UL, (await node.IncrementAsync(2, Token).InTime()).WelcomeChannelId);
        Assert.False((await node.Service.GetAsync(1, Token)).Exists);
    }

    [Theory]
    [InlineData("same node")]
    [InlineData("other node")]
    public async Task UpdateAsync_GuildChangesWhileTheEditRuns_BothChangesAreMadeOnce(string where)
    {
        using var code = new HungCode();
        var node = await Store.StartNodeAsync(Patient);
        var other = where == "same node" ? node : await Store.StartNodeAsync(Patient);
        await node.IncrementAsync(1, Token);
        var slow = node.Service.UpdateAsync(1, Edit, cancellationToken: Token);
        await code.Entered;

        await other.Service.UpdateAsync(1, e => e.WelcomeChannelId += 100, cancellationToken: Token).InTime();
        code.Release();
        var after = await slow.InTime();

        Assert.Equal((111UL, 3L), (after.WelcomeChannelId, after.Revision));
        Assert.Equal([1L, 101L, 111L], (await node.Log.GetHistoryAsync(1, Token).ToListAsync(Token)).Select(change => (long)change.After!.WelcomeChannelId!).Reverse());
        Assert.Equal(2, code.Entries);
        Assert.Equal(111L, await Store.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
        Assert.Equal(111UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);

        void Edit(GuildConfigEditor editor)
        {
            var read = editor.WelcomeChannelId;
            code.Enter();
            editor.WelcomeChannelId = read + 10;
        }
    }

    [Fact]
    public async Task UpdateAsync_SlowEditOfAnUnchangedGuild_RunsOnce()
    {
        using var code = new HungCode();
        var node = await Store.StartNodeAsync(Patient);
        var slow = node.Service.UpdateAsync(
            1,
            e =>
            {
                code.Enter();
                e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 10;
            },
            cancellationToken: Token);
        await code.Entered;

        await node.IncrementAsync(2, Token).InTime();
        code.Release();

        Assert.Equal((10UL, 2L), ((await slow.InTime()).WelcomeChannelId, (await slow).Revision));
        Assert.Equal(1, code.Entries);
        Assert.Equal(2L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    private static void Patient(GuildConfigOptions options) => options.TransactionTimeout = Deadlines.Limit;

    private static async Task AssertTooSlowAsync(Task hung)
    {
        var error = await Assert.ThrowsAnyAsync<GuildConfigException>(() => hung.InTime());
        Assert.Contains("transaction timeout of 1.5 s", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Reads everything stored for guild 1.</summary>
    private async Task<string> DumpAsync()
        => string.Join('\n', (await Store.QueryAsync("SELECT guild_id, revision, welcome_channel_id, settings FROM guild_config WHERE guild_id = 1"))
            .Concat(await Store.QueryAsync("SELECT revision, kind FROM guild_config_change WHERE guild_id = 1"))
            .Select(row => string.Join('|', row)));

    /// <summary>Starts a node on a guild with old settings, and makes a write that hangs.</summary>
    private async Task<(ContractNode Node, Func<Task> Write)> StartAsync(string kind, HungCode code)
    {
        var hangs = false;
        if (kind is "rule of a restore" or "upgrade")
        {
            var earlier = await Store.StartNodeAsync(register: services => services.AddGuildConfig().AddSettings<GreetingSettings>("greeting"));
            await earlier.Service.UpdateAsync(1, e => e.Set(new GreetingSettings { Text = "good day" }), cancellationToken: Token);
            await earlier.Service.UpdateAsync(1, e => e.Set(new GreetingSettings { Text = "good night" }), cancellationToken: Token);
        }

        var node = await Store.StartNodeAsync(
            options => options.TransactionTimeout = _limit,
            services => services.AddGuildConfig().AddSettings<GreetingSettings>("greeting", options =>
            {
                options.SchemaVersion = kind == "upgrade" ? 2 : 1;
                options.Upgrade = kind == "upgrade" ? (_, _) => HangIf(Volatile.Read(ref hangs)) : null;
                options.Validate = value =>
                {
                    HangIf(Volatile.Read(ref hangs) && kind.StartsWith("rule", StringComparison.Ordinal));
                    return [];
                };
            }));
        Volatile.Write(ref hangs, true);
        var service = node.Service;
        return (node, kind switch
        {
            "edit" => () => service.UpdateAsync(1, _ => code.Enter(), cancellationToken: Token),
            "rule of Set" => () => service.UpdateAsync(1, e => e.Set(new GreetingSettings { Text = "hi" }), cancellationToken: Token),
            "rule of ReplaceSettingsJson" => () => service.UpdateAsync(1, e => e.ReplaceSettingsJson("""{"greeting":{"text":"hi"}}"""), cancellationToken: Token),
            "upgrade" => () => service.UpdateAsync(1, e => e.Set(new GreetingSettings { Text = "hi" }), cancellationToken: Token),
            "rule of a restore" => () => node.Log.RestoreAsync(1, 1, cancellationToken: Token),
            "unit" => () => service.TransactAsync(
                (_, _) =>
                {
                    code.Enter();
                    return Task.CompletedTask;
                },
                cancellationToken: Token),
            _ => () => service.TransactAsync((unit, token) => unit.UpdateAsync(1, _ => code.Enter(), token), cancellationToken: Token),
        });

        void HangIf(bool condition)
        {
            if (condition)
            {
                code.Enter();
            }
        }
    }
}
