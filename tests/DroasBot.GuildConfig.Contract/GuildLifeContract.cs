using DroasBot.GuildConfig.Lifecycle;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Two nodes with one shard each, and random events: joins, departures, outages, restarts that miss events, clock jumps, and the purge.</summary>
public abstract class GuildLifeContract : StoreContract
{
    private const int Guilds = 12;
    private const int Shards = 2;

    private static readonly TimeSpan _retention = TimeSpan.FromDays(30);

    private static readonly int _steps = Repetitions.Of("GUILD_CONFIG_LIFE_STEPS", 120);

    private readonly ShiftedClock[] _clocks = [new(), new()];
    private readonly ContractNode[] _nodes = new ContractNode[Shards];
    private readonly HashSet<ulong> _present = [];
    private readonly Dictionary<ulong, ulong> _values = [];
    private ulong _next;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Purge_RandomEvents_ErasesEveryDepartedGuildAndNoPresentOne(int seed)
    {
        var random = new Random(seed);
        await RestartAsync(0);
        await RestartAsync(1);
        for (var step = 0; step < _steps; step++)
        {
            var (guild, shard) = (Guild(random.Next(Guilds)), random.Next(Shards));
            await (random.Next(10) switch
            {
                0 or 1 => JoinAsync(guild),
                2 => LeaveAsync(guild),
                3 or 4 => UpdateAsync(guild, _nodes[shard]),
                5 => Lifecycle(Of(guild)).MarkPresentAsync(_present.Contains(guild) ? guild : Guild(100), Token),
                6 => MissEventsAsync(shard, random),
                7 => JumpAsync(_clocks[shard], TimeSpan.FromDays(random.Next(-20, 60))),
                _ => SweepAsync(shard),
            });
            await AssertPresentGuildsAsync();
        }

        for (var shard = 0; shard < Shards; shard++)
        {
            await JumpAsync(_clocks[shard], TimeSpan.FromDays(100_000));
            await MissEventsAsync(shard, random);
            await JumpAsync(_clocks[shard], _retention * 2);
            await SweepAsync(shard);
        }

        await AssertPresentGuildsAsync();
        var present = _present.Select(guild => $"{guild}").Append("0");
        Assert.Equal(0, await Store.ScalarAsync<long>($"SELECT count(*) FROM guild_config WHERE guild_id NOT IN ({string.Join(',', present)})"));
        Assert.Equal(0, await Store.ScalarAsync<long>($"""SELECT count(*) FROM guild_config_change WHERE "after" IS NOT NULL AND guild_id NOT IN ({string.Join(',', present)})"""));
        Assert.Empty(await _nodes[0].Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    private static ulong Guild(int number) => ((ulong)number << 22) + 1;

    private static IGuildConfigLifecycle Lifecycle(ContractNode node) => node.Get<IGuildConfigLifecycle>();

    private static Task JumpAsync(ShiftedClock clock, TimeSpan by)
    {
        clock.Shift += by;
        return Task.CompletedTask;
    }

    private ContractNode Of(ulong guild) => _nodes[(int)((guild >> 22) % Shards)];

    private async Task JoinAsync(ulong guild)
    {
        _present.Add(guild);
        await Lifecycle(Of(guild)).MarkPresentAsync(guild, Token);
    }

    private async Task LeaveAsync(ulong guild)
    {
        if (_present.Remove(guild))
        {
            await Lifecycle(Of(guild)).MarkLeftAsync(guild, Token);
        }
    }

    private async Task UpdateAsync(ulong guild, ContractNode node)
    {
        _values[guild] = ++_next;
        await node.Service.UpdateAsync(guild, e => e.WelcomeChannelId = _next, cancellationToken: Token);
    }

    /// <summary>The node is down while guilds join and leave, and reconciles when it restarts; a sweep before that erases nothing.</summary>
    private async Task MissEventsAsync(int shard, Random random)
    {
        await _nodes[shard].DisposeAsync();
        for (var i = 0; i < 4; i++)
        {
            var guild = Guild((random.Next(Guilds / Shards) * Shards) + shard);
            if (!_present.Remove(guild))
            {
                _present.Add(guild);
            }
        }

        await RestartAsync(shard);
    }

    private async Task RestartAsync(int shard)
    {
        var node = _nodes[shard] = await Store.StartNodeAsync(
            options =>
            {
                options.LeftGuildRetention = _retention;
                (options.Shards.Total, options.Shards.Ids) = (Shards, [shard]);
            },
            services => services.AddSingleton<TimeProvider>(_clocks[shard]));
        await node.Get<DeparturePurger>().SweepAsync(Token);
        await AssertPresentGuildsAsync();
        await Lifecycle(node).ReconcileAsync([.. _present], maxShareLeft: 1, Token);
    }

    /// <summary>Erases what is due, and nothing else.</summary>
    private async Task SweepAsync(int shard)
    {
        var node = _nodes[shard];
        var due = (await Lifecycle(node).ListDeparturesAsync(Token).ToListAsync(Token))
            .Where(departure => Of(departure.GuildId) == node && departure.LeftAt <= _clocks[shard].GetUtcNow() - _retention).Select(departure => departure.GuildId).ToHashSet();

        await node.Get<DeparturePurger>().SweepAsync(Token);

        Assert.Empty(due.Intersect(_present));
        foreach (var guild in due)
        {
            _values.Remove(guild);
        }

        foreach (var guild in Enumerable.Range(0, Guilds).Select(Guild))
        {
            Assert.Equal(_values.TryGetValue(guild, out var value) ? value : null, (await ReadAsync(guild)).WelcomeChannelId);
        }
    }

    private async Task AssertPresentGuildsAsync()
    {
        foreach (var guild in _present.Where(_values.ContainsKey))
        {
            Assert.Equal(_values[guild], (await ReadAsync(guild)).WelcomeChannelId);
        }
    }

    /// <summary>Reads the database through a running node.</summary>
    private ValueTask<GuildConfigSnapshot> ReadAsync(ulong guild) => (_nodes[0] is null || Of(guild) is null ? _nodes.First(node => node is not null) : Of(guild)).Get<GuildConfigService>().GetAsync(guild, Token);
}
