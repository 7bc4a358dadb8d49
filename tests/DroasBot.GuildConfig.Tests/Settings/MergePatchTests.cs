using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>Merge patches of settings, as sent by a form.</summary>
public sealed class MergePatchTests
{
    private readonly SettingsRegistry _registry = Registered.Registry(Registered.Section<EverySettings>("every"), Registered.Section<TicketSettings>("tickets"));

    [Theory]
    [InlineData("{}", """{"every":{"warnLimit":5}}""", """{"every":{"warnLimit":5}}""")]
    [InlineData("""{"every":{"warnLimit":5,"enabled":false}}""", """{"every":{"warnLimit":6}}""", """{"every":{"warnLimit":6,"enabled":false}}""")]
    [InlineData("""{"every":{"warnLimit":5,"enabled":false}}""", """{"every":{"warnLimit":null}}""", """{"every":{"enabled":false}}""")]
    [InlineData("""{"every":{"logChannelId":"5"}}""", """{"every":{"logChannelId":null}}""", "{}")]
    [InlineData("""{"every":{"warnLimit":5},"tickets":{"categoryId":"7"}}""", """{"every":null}""", """{"tickets":{"categoryId":"7"}}""")]
    [InlineData("""{"every":{"unheard":1,"warnLimit":5}}""", """{"every":{"warnLimit":6}}""", """{"every":{"unheard":1,"warnLimit":6}}""")]
    [InlineData("""{"strange":{"a":1}}""", """{"every":{"warnLimit":6}}""", """{"strange":{"a":1},"every":{"warnLimit":6}}""")]
    [InlineData("""{"every":{"byUser":{"5":"High","6":"High"}}}""", """{"every":{"byUser":{"5":null,"7":"High"}}}""", """{"every":{"byUser":{"6":"High","7":"High"}}}""")]
    [InlineData("""{"every":{"rule":{"name":"x","threshold":4,"channelId":"3"}}}""", """{"every":{"rule":{"threshold":5}}}""", """{"every":{"rule":{"name":"x","threshold":5,"channelId":"3"}}}""")]
    [InlineData("""{"every":{"rule":{"name":"x","threshold":4,"channelId":"3"}}}""", """{"every":{"rule":{"threshold":null,"channelId":null}}}""", """{"every":{"rule":{"name":"x","threshold":2,"channelId":null}}}""")]
    [InlineData("""{"every":{"rule":{"name":"x","threshold":4,"channelId":null}}}""", """{"every":{"rule":null}}""", "{}")]
    [InlineData("{}", """{"every":{"extra":{"name":"y","threshold":3}}}""", """{"every":{"extra":{"name":"y","threshold":3,"channelId":null}}}""")]
    [InlineData("""{"every":{"extra":{"name":"y","threshold":3,"channelId":null}}}""", """{"every":{"extra":null}}""", "{}")]
    [InlineData("""{"every":{"staff":["1","2"]}}""", """{"every":{"staff":["3"]}}""", """{"every":{"staff":["3"]}}""")]
    [InlineData("""{"every":{"staff":["1","2"]}}""", """{"every":{"staff":null}}""", "{}")]
    [InlineData("""{"every":{"balance":"9007199254740993"}}""", """{"every":{"balance":"9007199254740994"}}""", """{"every":{"balance":"9007199254740994"}}""")]
    [InlineData("""{"every":{"warnLimit":5}}""", "{}", """{"every":{"warnLimit":5}}""")]
    [InlineData("""{"every":{"warnLimit":5}}""", """{"every":{}}""", """{"every":{"warnLimit":5}}""")]
    [InlineData("""{"every":{"warnLimit":5}}""", """{"every":{"warnLimit":5}}""", """{"every":{"warnLimit":5}}""")]
    [InlineData("""{"every":{"severity":"Unheard"}}""", """{"every":{"severity":"Low"}}""", "{}")]
    [InlineData("""{"every":{"severity":"Unheard"}}""", """{"every":{"warnLimit":5}}""", """{"every":{"severity":"Unheard","warnLimit":5}}""")]
    [InlineData("not json", """{"every":null}""", null)]
    public void Merge_Patch_ChangesWhatItNames(string stored, string patch, string? expected)
    {
        var json = _registry.Edit(stored, draft => draft.Merge(Parse(patch)));

        Assert.Equal(expected ?? json, json);
        Assert.Equal(json, _registry.Edit(json, draft => draft.Merge(Parse(patch))));
    }

    [Theory]
    [InlineData("""{"every":5}""", "every")]
    [InlineData("""{"nope":{}}""", "nope")]
    [InlineData("""{"a.b":{}}""", "a\\.b")]
    [InlineData("""{"every":{"nope":1,"warnLimit":"x","greeting":null,"staff":["x","1",true],"byUser":{"x":"Low","5":"Unheard"},"rule":{"threshold":"y","nope":2}}}""",
        "every.nope", "every.warnLimit", "every.staff.0", "every.staff.2", "every.byUser.x", "every.byUser.5", "every.rule.threshold", "every.rule.nope")]
    [InlineData("""{"every":{"warnLimit":0,"rule":{"threshold":99}},"tickets":{"nope":1}}""", "every.warnLimit", "every.rule.threshold", "tickets.nope")]
    [InlineData("""{"every":{"rule":[1]}}""", "every.rule")]
    [InlineData("""{"every":{"warnLimit":{}}}""", "every.warnLimit")]
    public void Merge_InvalidValues_AreAllReported(string patch, params string[] paths)
    {
        var invalid = Assert.Throws<GuildSettingsValidationException>(() => _registry.Edit("{}", draft => draft.Merge(Parse(patch))));

        Assert.Equal(paths.Order(StringComparer.Ordinal), invalid.Violations.Select(violation => violation.Path).Order(StringComparer.Ordinal));
        Assert.All(invalid.Violations, violation => Assert.DoesNotContain("Parameter", violation.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Merge_FaultsInSeveralSections_ListsAllAndNamesTheFirst()
    {
        var registry = Registered.ModerationAndTickets();

        var invalid = Assert.Throws<GuildSettingsValidationException>(() => registry.Edit("{}", draft => draft.Merge(Parse("""{"tickets":{"subjects":5},"moderation":{"warnLimit":0}}"""))));

        Assert.Equal("tickets", invalid.Section);
        Assert.Equal(["tickets.subjects", "moderation.warnLimit"], invalid.Violations.Select(violation => violation.Path));
    }

    [Fact]
    public void Merge_DependentValues_ChangeTogether()
    {
        var registry = Registered.Registry(Registered.Section<Bounds>("bounds", options => options.Validate = bounds => bounds.Least > bounds.Most ? ["Least, Most: the least is larger than the most."] : []));

        Assert.Equal("""{"bounds":{"least":20,"most":30}}""", registry.Edit("{}", draft => draft.Merge(Parse("""{"bounds":{"least":20,"most":30}}"""))));
        var invalid = Assert.Throws<GuildSettingsValidationException>(() => registry.Edit("{}", draft => draft.Merge(Parse("""{"bounds":{"least":20}}"""))));
        Assert.Equal(["bounds.least", "bounds.most"], invalid.Violations.Select(violation => violation.Path));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private sealed record Bounds
    {
        public int Least { get; init; } = 1;

        public int Most { get; init; } = 10;
    }
}
