using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>All sections of a guild as one text: read from a snapshot, written by an editor.</summary>
public sealed class SettingsReplacementTests
{
    private const string Damaged = """{"moderation": """;

    private static async Task AssertUnchangedAsync(TestHost host, GuildConfigSnapshot before)
    {
        var after = await host.Service.GetAsync(1, Token);
        Assert.Equal((before.Revision, before.SettingsJson), (after.Revision, after.SettingsJson));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("""{"zzz":{"b":[1.50,1e3],"ü":"\u00fc"},"moderation":{"warnLimit": 5 ,"future":1}}""")]
    [InlineData(" {\r\n\t\"later\" : { \"$v\" : 9 } }\n")]
    [InlineData("""{"moderation":{"$v":2,"shape":"of another version"}}""")]
    [InlineData("""{"$damaged":"{\"moderation\":","tickets":{}}""")]
    public async Task ReplaceSettingsJson_KnownAndUnknownSections_AreReadBackByteForByte(string json)
    {
        await using var host = await StartAsync();
        await host.Service.UpdateAsync(1, e => e.Set(new TicketSettings { CategoryId = 1 }), cancellationToken: Token);

        var written = await host.Service.UpdateAsync(1, e => e.ReplaceSettingsJson(json), cancellationToken: Token);
        await host.RestartAsync();
        var read = await host.Service.GetAsync(1, Token);
        var again = await host.Service.UpdateAsync(1, e => e.ReplaceSettingsJson(read.SettingsJson), cancellationToken: Token);

        Assert.Equal([json, json], [written.SettingsJson, read.SettingsJson]);
        Assert.Equal(json, await host.ScalarAsync<string>("SELECT settings FROM guild_config"));
        Assert.Equal([2L, 2L], [written.Revision, again.Revision]);
        Assert.Equal(json, (await host.Get<IGuildConfigChangeLog>().GetHistoryAsync(1, Token).FirstAsync(Token)).After!.SettingsJson);
    }

    [Fact]
    public async Task SettingsJson_NothingStored_IsAnEmptyObject()
    {
        await using var host = await StartAsync();

        Assert.Equal("{}", (await host.Service.GetAsync(1, Token)).SettingsJson);
        Assert.Equal("{}", (await host.Service.GetOrCreateAsync(1, cancellationToken: Token)).SettingsJson);
    }

    [Fact]
    public async Task ReplaceSettingsJson_DamagedText_IsReturnedAsStoredAndCanBeReplaced()
    {
        await using var host = await StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await host.ExecuteAsync($"UPDATE guild_config SET settings = '{Damaged}'");
        await host.RestartAsync();

        Assert.Equal(Damaged, (await host.Service.GetAsync(1, Token)).SettingsJson);
        var repaired = await host.Service.UpdateAsync(1, e => e.ReplaceSettingsJson("""{"moderation":{"warnLimit":7}}"""), cancellationToken: Token);

        Assert.Equal(7, repaired.Get<ModerationSettings>().WarnLimit);
        Assert.Equal(repaired.SettingsJson, await host.ScalarAsync<string>("SELECT settings FROM guild_config"));
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData(Damaged, "cannot be read")]
    [InlineData("[1,2]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("""{"a":1,"a":2}""", "'a' twice")]
    [InlineData("""{"a":1} and more""", "cannot be read")]
    [InlineData("""{"moderation":"?"}""", "'moderation' for guild 1 cannot be read")]
    [InlineData("""{"moderation":{"warnLimit":"many"},"tickets":[]}""", "'moderation' for guild 1 cannot be read", "'tickets' for guild 1 cannot be read")]
    [InlineData("""{"moderation":{"WarnLimit":5}}""", "'WarnLimit'", "'warnLimit'")]
    [InlineData("""{"Moderation":{"warnLimit":5}}""", "'Moderation'", "'moderation'")]
    [InlineData("""{"moderation":{"rule":{"Name":"x"}}}""", "'rule.Name'", "'rule.name'")]
    [InlineData("""{"moderation":{"severity":"Unheard"}}""", "'moderation.severity'", "Unheard")]
    [InlineData("""{"moderation":{"words":null}}""", "'moderation.words'", "null")]
    [InlineData("""{"moderation":{"warnLimit":0},"tickets":[]}""", "WarnLimit", "'tickets' for guild 1 cannot be read")]
    public async Task ReplaceSettingsJson_InvalidText_NamesEveryFaultAndChangesNothing(string json, params string[] expected)
    {
        await using var host = await StartAsync();
        var before = await host.Service.UpdateAsync(1, e => e.Set(new ModerationSettings { WarnLimit = 5 }), cancellationToken: Token);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(1, e => e.ReplaceSettingsJson(json), cancellationToken: Token));

        Assert.Equal("json", error.ParamName);
        Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        await AssertUnchangedAsync(host, before);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task ReplaceSettingsJson_InvalidSettings_NamesEveryViolationAndChangesNothing()
    {
        await using var host = await StartAsync();
        var before = await host.Service.UpdateAsync(1, e => e.Set(new ModerationSettings { WarnLimit = 5 }), cancellationToken: Token);

        var error = await Assert.ThrowsAsync<GuildSettingsValidationException>(() => host.Service.UpdateAsync(
            1, e => e.ReplaceSettingsJson("""{"moderation":{"warnLimit":0,"greeting":"far more than twenty characters"},"tickets":{"categoryId":0}}"""), cancellationToken: Token));

        Assert.Equal(["moderation.warnLimit", "moderation.greeting", "tickets"], error.Violations.Select(violation => violation.Path));
        await AssertUnchangedAsync(host, before);
    }

    [Fact]
    public void ReplaceSettingsJson_MoreThanTheLimit_IsRefusedUnlessItIsStoredAlready()
    {
        var large = $$$"""{"other":"{{{new string('x', GuildSettingsDraft.MaxJsonBytes)}}}"}""";
        var registry = Registered.ModerationAndTickets();

        var error = Assert.Throws<ArgumentException>(() => registry.Edit("{}", draft => draft.ReplaceAll(large)));

        Assert.Equal("json", error.ParamName);
        Assert.Contains("65536", error.Message, StringComparison.Ordinal);
        Assert.Equal(large, registry.Edit(large, draft => draft.ReplaceAll(large)));
        Assert.Throws<ArgumentException>(() => registry.Edit(large, draft => draft.ReplaceAll(" " + large)));
    }

    [Fact]
    public void ReplaceSettingsJson_UnpairedSurrogate_IsRefused()
    {
        // Not in an attribute, which cannot contain it.
        var json = $$"""{"a":"{{'\ud83c'}}"}""";

        Assert.Throws<ArgumentException>(() => Registered.ModerationAndTickets().Edit("{}", draft => draft.ReplaceAll(json)));
    }

    [Fact]
    public async Task ReplaceSettingsJson_Null_IsRefused()
    {
        await using var host = await StartAsync();

        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Service.UpdateAsync(1, e => e.ReplaceSettingsJson(null!), cancellationToken: Token));
    }

    [Fact]
    public void ReplaceSettingsJson_AmongOtherEdits_ReplacesEarlierOnesAndIsTheBasisOfLaterOnes()
    {
        var json = Registered.ModerationAndTickets().Edit("""{"moderation":{"warnLimit":9,"old":1},"tickets":{"categoryId":9}}""", draft =>
        {
            draft.Set(draft.Get<ModerationSettings>() with { WarnLimit = 4 });
            draft.Reset<TicketSettings>();

            draft.ReplaceAll("""{ "zzz":1, "moderation":{ "warnLimit":5, "new": 1 }, "tickets":{"categoryId":7} }""");

            Assert.Equal(5, draft.Get<ModerationSettings>().WarnLimit);
            Assert.Equal(7UL, draft.Get<TicketSettings>().CategoryId);
            draft.Set(draft.Get<ModerationSettings>() with { WarnLimit = 6 });
            Assert.Equal(7UL, draft.Get<TicketSettings>().CategoryId);
            Assert.Equal(6, draft.Get<ModerationSettings>().WarnLimit);
        });

        Assert.Equal("""{ "zzz":1, "moderation":{ "warnLimit":6, "new": 1 }, "tickets":{"categoryId":7} }""", json);
    }

    [Fact]
    public void ReplaceSettingsJson_ThereAndBack_ChangesNothing()
    {
        const string stored = """{"moderation":{"warnLimit":9}}""";
        var draft = new GuildSettingsDraft(1, Registered.ModerationAndTickets().Read(stored));

        draft.ReplaceAll("{}");
        Assert.True(draft.HasChanges);
        Assert.Equal(3, draft.Get<ModerationSettings>().WarnLimit);
        draft.ReplaceAll(stored);

        Assert.False(draft.HasChanges);
    }

    private static Task<TestHost> StartAsync()
        => TestHost.StartAsync(services: services => services.AddGuildConfig()
            .AddSettings<ModerationSettings>("moderation")
            .AddSettings<TicketSettings>("tickets", options => options.Validate = tickets => tickets.CategoryId == 0 ? ["A category is not 0."] : []));
}
