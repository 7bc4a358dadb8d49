using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A host's own settings are stored, followed, restored, counted and refused like the channel.</summary>
public abstract class SettingsContract : StoreContract
{
    private const ulong Guild = 175928847299117063;

    private static readonly CountingSettings _everything = new()
    {
        Count = ulong.MaxValue,
        Limit = 100,
        Greeting = null,
        Day = DayOfWeek.Friday,
        Until = new DateTimeOffset(2031, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(-7)),
        Members = [1, 9007199254740993, ulong.MaxValue],
        Rule = new CountingRule("ü\"\\\u2028🐸", ulong.MaxValue),
    };

    [Fact]
    public async Task Get_EveryKindOfValue_IsReadBackFromTheDatabase()
    {
        var node = await StartAsync();
        await node.Service.UpdateAsync(Guild, e => e.Set(_everything), cancellationToken: Token);
        await node.Service.UpdateAsync(Guild, e => e.Set(new TallySettings { Words = [] }), cancellationToken: Token);

        var read = await (await StartAsync()).Service.GetAsync(Guild, Token);

        var counting = read.Get<CountingSettings>();
        Assert.Equal(_everything with { Members = counting.Members }, counting);
        Assert.Equal(_everything.Members, counting.Members);
        Assert.Equal(_everything.Until!.Value.Offset, counting.Until!.Value.Offset);
        Assert.Empty(read.Get<TallySettings>().Words);
        Assert.Contains("\"day\":\"Friday\"", await StoredAsync(), StringComparison.Ordinal);
        Assert.Contains("\"count\":\"18446744073709551615\"", await StoredAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateAsync_TwoSectionsOfOneGuildBy64CallersOnTwoNodes_LosesNothing()
    {
        const int Callers = 64;
        const int Each = 20;
        var first = await StartAsync();
        await first.Service.GetOrCreateAsync(Guild, cancellationToken: Token);
        await Store.ExecuteAsync("""UPDATE guild_config SET settings = '{ "other" : [ 1.50 ] ,"counting":{"unknown": {"x" : 1e3}}}'""");
        ContractNode[] nodes = [await StartAsync(), await StartAsync()];

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await nodes[caller % 2].Service.UpdateAsync(Guild, caller % 4 < 2 ? AddToCounting : AddToTally, cancellationToken: Token);
                }
            },
            Token)));

        var last = await (await StartAsync()).Service.GetAsync(Guild, Token);
        Assert.Equal(Callers * Each / 2UL, last.Get<CountingSettings>().Count);
        Assert.Equal(Callers * Each / 2UL, last.Get<TallySettings>().Count);
        Assert.Equal("""{ "other" : [ 1.50 ] ,"counting":{"unknown": {"x" : 1e3},"count":"640"},"tally":{"count":"640"}}""", await StoredAsync());
        Assert.Equal((Callers * Each) + 1L, last.Revision);

        static void AddToCounting(GuildConfigEditor e) => e.Set(e.Get<CountingSettings>() with { Count = e.Get<CountingSettings>().Count + 1 });

        static void AddToTally(GuildConfigEditor e)
        {
            var tally = e.Get<TallySettings>();
            tally.Count++;
            e.Set(tally);
        }
    }

    [Fact]
    public async Task UpdateAsync_SectionSetOnOneNode_IsSeenByTheOther()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        Assert.Equal(3, (await other.Service.GetAsync(Guild, Token)).Get<CountingSettings>().Limit);
        await using var probe = new ChangeProbe(other.Services);

        await node.Service.UpdateAsync(Guild, e => e.Set(new CountingSettings { Limit = 5 }), cancellationToken: Token);
        var set = await probe.NextAsync();
        var seen = await other.Service.GetAsync(Guild, Token);
        await node.Service.UpdateAsync(Guild, e => e.Reset<CountingSettings>(), cancellationToken: Token);
        var reset = await probe.NextAsync();

        Assert.Equal(5, set.After!.Get<CountingSettings>().Limit);
        Assert.Equal(5, seen.Get<CountingSettings>().Limit);
        Assert.Equal((5, 3), (reset.Before!.Get<CountingSettings>().Limit, reset.After!.Get<CountingSettings>().Limit));
        Assert.Equal(3, (await other.Service.GetAsync(Guild, Token)).Get<CountingSettings>().Limit);
    }

    [Fact]
    public async Task RestoreAsync_EarlierSettings_AreRestoredByteForByte()
    {
        var node = await StartAsync();
        var original = await node.Service.UpdateAsync(Guild, e => e.Set(_everything), cancellationToken: Token);
        var stored = await StoredAsync();
        await node.Service.UpdateAsync(Guild, e => e.Set(new TallySettings { Count = 7 }), cancellationToken: Token);
        await node.Service.DeleteAsync(Guild, cancellationToken: Token);

        await node.Log.RestoreAsync(Guild, original.Revision, cancellationToken: Token);

        Assert.Equal(stored, await StoredAsync());
        var history = await node.Log.GetHistoryAsync(Guild, Token).ToListAsync(Token);
        var values = history.Where(change => change.After is not null).Select(change => change.After!).ToList();
        Assert.Equal([0UL, 7UL, 0UL], values.Select(value => value.Get<TallySettings>().Count));
        Assert.Equal([100, 100, 100], values.Select(value => value.Get<CountingSettings>().Limit));
        Assert.Equal(7UL, history[1].Before!.Get<TallySettings>().Count);
    }

    [Fact]
    public async Task RestoreAsync_SettingsThatANewRuleForbids_AreRestoredAndReportedByVerification()
    {
        var lenient = await StartAsync();
        var original = await lenient.Service.UpdateAsync(Guild, e => e.Set(new CountingSettings { Limit = 90, Greeting = "hey" }), cancellationToken: Token);
        await lenient.Service.DeleteAsync(Guild, cancellationToken: Token);
        var node = await StartAsync(options => options.Validate = s => s.Limit > 50 ? ["Limit: Too many."] : []);

        var restored = await node.Log.RestoreAsync(Guild, original.Revision, cancellationToken: Token);

        Assert.Equal((90, "hey"), (restored.Get<CountingSettings>().Limit, restored.Get<CountingSettings>().Greeting));
        var problem = Assert.Single(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
        Assert.All(["'counting'", $"{Guild}", "counting.limit", "Too many."], part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UpdateAsync_MemberThatANewRuleForbids_DoesNotBlockOtherMembers()
    {
        await (await StartAsync()).Service.UpdateAsync(Guild, e => e.Set(new CountingSettings { Limit = 90 }), cancellationToken: Token);
        var node = await StartAsync(options => options.Validate = s => s.Limit > 50 ? ["Limit: Too many."] : []);

        var updated = await node.Service.UpdateAsync(Guild, e => e.Edit<CountingSettings>(s => s with { Greeting = "hey" }), cancellationToken: Token);
        var refused = await Assert.ThrowsAsync<GuildSettingsValidationException>(
            () => node.Service.UpdateAsync(Guild, e => e.Edit<CountingSettings>(s => s with { Limit = 91 }), cancellationToken: Token));

        Assert.Equal((90, "hey"), (updated.Get<CountingSettings>().Limit, updated.Get<CountingSettings>().Greeting));
        Assert.Equal([new GuildSettingsViolation("counting.limit", "Too many.")], refused.Violations);
    }

    [Fact]
    public async Task GetHistoryAsync_DefaultsHaveChangedSince_HasTheDefaultsOfThatTime()
    {
        var first = await StartAsync(options => options.Defaults = () => new() { Limit = 3, Greeting = "then" });
        await first.Service.UpdateAsync(Guild, e => e.Edit<CountingSettings>(s => s with { Limit = 7 }), cancellationToken: Token);
        await first.Service.UpdateAsync(Guild, e => e.Edit<CountingSettings>(s => s with { Limit = 3 }), cancellationToken: Token);
        var second = await StartAsync(options => options.Defaults = () => new() { Limit = 10, Greeting = "now" });

        var changes = await second.Log.GetHistoryAsync(Guild, Token).ToListAsync(Token);
        var restored = await second.Log.RestoreAsync(Guild, changes[0].Revision, cancellationToken: Token);
        var again = await (await StartAsync(options => options.Defaults = () => new() { Limit = 20 })).Log.GetHistoryAsync(Guild, Token).FirstAsync(Token);

        Assert.Equal([(7, 3), (3, 7)], changes.Select(change => (change.Before?.Get<CountingSettings>().Limit ?? 3, change.After!.Get<CountingSettings>().Limit)));
        Assert.All(changes, change => Assert.Equal("then", change.After!.Get<CountingSettings>().Greeting));
        Assert.Equal(10, restored.Get<CountingSettings>().Limit);
        Assert.Equal(3, again.After!.Get<CountingSettings>().Limit);
    }

    [Fact]
    public async Task GetHistoryAsync_SchemaVersionHasChangedSince_UpgradesTheDefaultsOfThatTime()
    {
        var first = await StartAsync(options => options.Defaults = () => new() { Limit = 3 });
        await first.Service.UpdateAsync(Guild, e => e.Edit<CountingSettings>(s => s with { Greeting = "hey" }), cancellationToken: Token);
        var second = await StartAsync(options =>
        {
            options.Defaults = () => new() { Limit = 1 };
            options.SchemaVersion = 2;
            options.Upgrade = (stored, _) => stored["limit"] = stored["limit"] is { } limit ? (int)limit * 10 : null;
        });

        Assert.Equal(30, (await second.Log.GetHistoryAsync(Guild, Token).FirstAsync(Token)).After!.Get<CountingSettings>().Limit);
    }

    [Fact]
    public async Task UpdateAsync_InvalidSettings_NamesEveryViolationAndChangesNothing()
    {
        var node = await StartAsync(options => options.Validate = s => s.Count == 0 ? [] : ["Nothing may be counted."]);
        await node.Service.UpdateAsync(Guild, e => e.Set(new CountingSettings { Limit = 5 }), cancellationToken: Token);
        await using var probe = new ChangeProbe(node.Services);

        var refused = await Assert.ThrowsAsync<GuildSettingsValidationException>(() => node.Service.UpdateAsync(
            Guild,
            e =>
            {
                e.WelcomeChannelId = 10;
                e.Set(new TallySettings { Count = 7 });
                e.Set(new CountingSettings { Limit = 0, Greeting = new string('x', 21), Count = 1 });
            },
            cancellationToken: Token));

        Assert.All(["'counting'", "Limit", "Greeting", "Nothing may be counted."], part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
        await AssertUnchangedAsync(node, revision: 1, """{"counting":{"limit":5}}""");
        await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = 2, cancellationToken: Token);
        Assert.Equal(2UL, (await probe.NextAsync()).GuildId);
    }

    [Theory]
    [InlineData("""{"counting": [ "damaged" ] ,"tally":{"count":1}}""")]
    [InlineData("""{"counting": {"Limit":5} ,"tally":{"count":1}}""")]
    public async Task Get_UnreadableSection_FailsAloneAndIsKeptUntilItIsSetOrReset(string settings)
    {
        await (await StartAsync()).Service.UpdateAsync(Guild, e => e.WelcomeChannelId = 10, cancellationToken: Token);
        await Store.ExecuteAsync($"UPDATE guild_config SET settings = '{settings}'");
        var node = await StartAsync();
        var snapshot = await node.Service.GetAsync(Guild, Token);

        var failure = Assert.Throws<GuildConfigException>(snapshot.Get<CountingSettings>);
        await node.Service.UpdateAsync(Guild, e => e.WelcomeChannelId = 11, cancellationToken: Token);
        await node.Service.UpdateAsync(Guild, e => e.Set(new TallySettings { Count = e.Get<TallySettings>().Count + 1 }), cancellationToken: Token);
        await Assert.ThrowsAsync<GuildConfigException>(() => node.Service.UpdateAsync(Guild, e => e.Set(e.Get<CountingSettings>() with { Limit = 6 }), cancellationToken: Token));
        var kept = await StoredAsync();
        await node.Service.UpdateAsync(Guild, e => e.Set(new CountingSettings { Limit = 6 }), cancellationToken: Token);

        Assert.Contains("'counting'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{Guild}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(settings.Replace("\"count\":1", "\"count\":\"2\"", StringComparison.Ordinal), kept);
        Assert.Equal("""{"counting": {"limit":6} ,"tally":{"count":"2"}}""", await StoredAsync());
        Assert.Equal((11UL, 6), ((await node.Service.GetAsync(Guild, Token)).WelcomeChannelId, (await node.Service.GetAsync(Guild, Token)).Get<CountingSettings>().Limit));
    }

    [Fact]
    public async Task GetStatistics_GuildsWithSettings_CountThemWithinTheBudget()
    {
        const long Budget = 200_000;
        const int Guilds = 200;
        var node = await StartAsync(cache: options => options.MaxBytes = Budget);
        await node.Service.GetOrCreateAsync(1, cancellationToken: Token);
        var without = node.Cache.GetStatistics().Bytes;
        await node.Service.UpdateAsync(1, SetWords, cancellationToken: Token);
        var with = node.Cache.GetStatistics().Bytes;

        var largest = 0L;
        for (var guild = 2UL; guild <= Guilds; guild++)
        {
            await node.Service.UpdateAsync(guild, SetWords, cancellationToken: Token);
            largest = Math.Max(largest, node.Cache.GetStatistics().Bytes);
        }

        // Each of the 2,000 characters takes a byte.
        Assert.InRange(with - without, 2_000, 4_000);
        Assert.InRange(largest, Budget / 2, Budget);
        Assert.InRange(node.Cache.GetStatistics().Count, 1, Budget / 2_000);
        for (var guild = 1UL; guild <= Guilds; guild++)
        {
            Assert.Equal(2_000, (await node.Service.GetAsync(guild, Token)).Get<TallySettings>().Words[0].Length);
        }

        static void SetWords(GuildConfigEditor e) => e.Set(new TallySettings { Words = [new string('w', 2_000)] });
    }

    private Task<ContractNode> StartAsync(Action<GuildSettingsOptions<CountingSettings>>? counting = null, Action<GuildConfigCacheOptions>? cache = null)
        => Store.StartNodeAsync(
            options =>
            {
                options.TransactionTimeout = Deadlines.Limit;
                cache?.Invoke(options.Cache);
            },
            services => services.AddGuildConfig().AddSettings("counting", counting).AddSettings<TallySettings>("tally"));

    private Task<string> StoredAsync() => Store.ScalarAsync<string>($"SELECT settings FROM guild_config WHERE guild_id = {Guild}");

    private async Task AssertUnchangedAsync(ContractNode node, long revision, string settings)
    {
        Assert.Equal(settings, await StoredAsync());
        Assert.Equal(revision, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(revision, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal((revision, null), ((await node.Service.GetAsync(Guild, Token)).Revision, (await node.Service.GetAsync(Guild, Token)).WelcomeChannelId));
    }
}
