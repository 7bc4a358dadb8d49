using System.Diagnostics;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

/// <summary>The primary dies with commits that the nodes have served, and a standby without them takes its place.</summary>
public sealed class FailoverTests
{
    private const int OutageBegan = 10;
    private const int StartingOver = 33;
    private const int Lost = 3;

    private static readonly ulong[] _guilds = [1, 2, 3, 4, 5, 6];
    private static readonly ulong[] _others = [3, 4, 6];
    private static readonly TimeSpan _syncInterval = TimeSpan.FromSeconds(1);

    /// <summary>An idle machine needs a tenth of it; any other way to notice would take far longer.</summary>
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="commits">How many changes of other guilds a third node commits on the new primary before the two reach it: their revision alone would hide the loss.</param>
    /// <param name="isHidden">Whether the new primary is unreachable until then.</param>
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(Lost - 1, true)]
    [InlineData(Lost, false)]
    [InlineData(Lost, true)]
    [InlineData(Lost + 2, true)]
    public async Task Failover_CommitsLost_EachNodeServesTheRemainingOnesAndContinues(int commits, bool isHidden)
    {
        using EventRecorder first = new(), second = new();
        await using var pair = await ServerPair.StartAsync();

        // Creates the database, which is also signalled.
        await (await pair.StartNodeAsync()).DisposeAsync();
        ContractNode[] nodes = [await StartNodeAsync(pair, first, preloads: true), await StartNodeAsync(pair, second, preloads: false)];
        foreach (var guild in _guilds[..4])
        {
            await nodes[0].IncrementAsync(guild, Token);
        }

        await pair.DetachStandbyAsync();
        foreach (var guild in (ulong[])[1, 2, 5])
        {
            await nodes[guild % 2].IncrementAsync(guild, Token);
        }

        await Deadlines.UntilAsync(() => SeeAsync(nodes, [2, 2, 1, 1, 1, null]));
        if (isHidden)
        {
            // Before the nodes look for it: one that was already connecting could be the new primary's first client.
            pair.HideStandby();
        }

        await pair.StopPrimaryAsync();
        await Task.WhenAll(first.WaitForAsync(OutageBegan), second.WaitForAsync(OutageBegan));
        await pair.PromoteStandbyAsync();
        await CommitAsync(pair, commits);
        var begun = Stopwatch.GetTimestamp();
        if (isHidden)
        {
            pair.ShowStandby();
        }

        var stored = await ReadStoredAsync(pair);
        await Deadlines.UntilAsync(() => SeeAsync(nodes, stored));

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, _syncInterval + _slack);
        var revision = await pair.ScalarAsync<long>("SELECT revision FROM guild_config_clock");
        Assert.Equal(_guilds[..4].Length + commits, revision);
        Assert.Equal([revision + 1, revision + 2], [(await nodes[0].IncrementAsync(1, Token)).Revision, (await nodes[1].IncrementAsync(5, Token)).Revision]);
        await Deadlines.UntilAsync(() => SeeAsync(nodes, [stored[0] + 1, .. stored[1..4], (stored[4] ?? 0) + 1, stored[5]]));
        Assert.All([first, second], log => Assert.Equal([OutageBegan, StartingOver], log.Alarms.Select(alarm => alarm.Id)));
    }

    private static Task<ContractNode> StartNodeAsync(ServerPair pair, EventRecorder log, bool preloads)
        => pair.StartNodeAsync(
            options => (options.PreloadOnStartup, options.SyncInterval) = (preloads, _syncInterval),
            services => services.AddSingleton<ILoggerProvider>(log));

    private static async Task CommitAsync(ServerPair pair, int commits)
    {
        if (commits > 0)
        {
            var third = await pair.StartNodeAsync(options => options.ConnectionString = pair.Standby);
            for (var i = 0; i < commits; i++)
            {
                await third.IncrementAsync(_others[i % _others.Length], Token);
            }
        }
    }

    private static async Task<ulong?[]> ReadStoredAsync(ServerPair pair)
    {
        var rows = (await pair.QueryAsync("SELECT guild_id, welcome_channel_id FROM guild_config")).ToDictionary(row => (ulong)(long)row[0]!, row => (ulong?)(long?)row[1]);
        return [.. _guilds.Select(guild => rows.GetValueOrDefault(guild))];
    }

    /// <summary>Whether every node returns these values for all guilds.</summary>
    private static async Task<bool> SeeAsync(ContractNode[] nodes, ulong?[] values)
    {
        try
        {
            foreach (var node in nodes)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    if ((await node.Service.GetAsync(_guilds[i], Token)).WelcomeChannelId != values[i])
                    {
                        return false;
                    }
                }
            }

            return true;
        }
        catch (GuildConfigStoreException)
        {
            return false;
        }
    }
}
