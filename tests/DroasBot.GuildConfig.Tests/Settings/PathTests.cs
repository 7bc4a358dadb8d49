using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>Settings by path, without knowing the type.</summary>
public sealed class PathTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("every.enabled", "FALSE", "false")]
    [InlineData("every.warnLimit", "5", "5")]
    [InlineData("every.warnLimit", " 5 ", "5")]
    [InlineData("every.balance", "9007199254740993", "\"9007199254740993\"")]
    [InlineData("every.ratio", "1.25", "1.25")]
    [InlineData("every.price", "1.10", "1.10")]
    [InlineData("every.price", "null", "null")]
    [InlineData("every.greeting", "\"5\" is five", "\"\\\"5\\\" is five\"")]
    [InlineData("every.farewell", "null", "\"null\"")]
    [InlineData("every.severity", "high", "\"High\"")]
    [InlineData("every.override", "HIGH", "\"High\"")]
    [InlineData("every.override", "null", "null")]
    [InlineData("every.abilities", "write,read", "\"Read, Write\"")]
    [InlineData("every.muteFor", "01:30:00", "\"01:30:00\"")]
    [InlineData("every.since", "2031-02-03T04:05:06Z", "\"2031-02-03T04:05:06+00:00\"")]
    [InlineData("every.counter", "18446744073709551615", "\"18446744073709551615\"")]
    [InlineData("every.logChannelId", "81384788765712384", "\"81384788765712384\"")]
    [InlineData("every.staff", "[1, \"2\"]", "[\"1\",\"2\"]")]
    [InlineData("every.staff.-", "7", null)]
    [InlineData("every.byUser.81384788765712384", "high", "\"High\"")]
    [InlineData("every.byUser.007", "low", null)]
    [InlineData("every.byUser", """{"5":"High"}""", """{"5":"High"}""")]
    [InlineData("every.byTopic.a\\.b\\\\c", "5", "\"5\"")]
    [InlineData("every.words", """["a","b"]""", null)]
    [InlineData("every.words.-", "x", null)]
    [InlineData("every.rule.threshold", "9", "9")]
    [InlineData("every.rule", """{"name":"x","threshold":4}""", """{"name":"x","threshold":4,"channelId":null}""")]
    [InlineData("every.extra.name", "x", null)]
    [InlineData("every.rules.-", """{"name":"x","threshold":4,"channelId":"9"}""", null)]
    [InlineData("every.secret", "4", "4")]
    public async Task Write_Text_IsReadBack(string path, string value, string? expected)
    {
        await using var host = await StartAsync();
        if (path.StartsWith("every.extra.", StringComparison.Ordinal))
        {
            await host.Service.UpdateAsync(1, e => e.WriteJson("every.extra", JsonNode.Parse("""{"name":"","threshold":1}""")), cancellationToken: Token);
        }

        var written = await host.Service.UpdateAsync(1, e => e.Write(path, value), cancellationToken: Token);
        await host.RestartAsync();
        var read = await host.Service.GetAsync(1, Token);

        if (expected is not null)
        {
            Assert.Equal(expected, Text(read.Read(path)));
        }

        Assert.Equal(Text(written.Read("every")), Text(read.Read("every")));
        Assert.Equal(written.SettingsJson, read.SettingsJson);
    }

    [Fact]
    public void Write_ListsAndDictionaries_AreEditedInPlace()
    {
        var registry = Registered.Registry(Registered.Section<EverySettings>("every"));

        var json = registry.Edit("{}", draft =>
        {
            draft.Write("every.staff.-", "7");
            draft.Write("every.staff.-", "8");
            draft.Write("every.staff.0", "9");
            draft.Write("every.byUser.5", "High");
            draft.Write("every.byUser.6", "Low");
            draft.Reset("every.byUser.5");
            draft.Write("every.rules.-", """{"name":"x","threshold":4}""");
            draft.Write("every.rules.0.channelId", "3");
            draft.WriteJson("every.words", new JsonArray("w"));
            draft.Write("every.warnLimit", "9");
            draft.Reset("every.warnLimit");
            draft.Reset("every.staff.1");
            draft.Reset("every.staff.1");
            Assert.Contains("'every.staff.1' does not exist: the guild has no such key or index.", Assert.Throws<ArgumentException>(() => registry.Sections[0].Read(1, draft.ToSettings(), "every.staff.1")).Message, StringComparison.Ordinal);
        });

        var every = registry.Get<EverySettings>(json);
        Assert.Equal([9UL], every.Staff);
        Assert.Equal([6UL], every.ByUser.Keys);
        Assert.Equal([new EverySettings.Escalation("x", 4, 3)], every.Rules);
        Assert.Equal(["w"], every.Words);
        Assert.Equal(3, every.WarnLimit);
        Assert.DoesNotContain("warnLimit", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_BelowNull_CreatesWhatIsMissing()
    {
        var registry = Registered.Registry(Registered.Section<Outer>("outer"));

        Assert.Equal("""{"outer":{"inner":{"size":4}}}""", registry.Edit("{}", draft => draft.Write("outer.inner.size", "4")));
        Assert.Equal("""{"outer":{"lists":{"x":[1,null]}}}""", registry.Edit("{}", draft =>
        {
            draft.Write("outer.lists.x.-", "1");
            draft.Write("outer.lists.x.-", "null");
        }));
        Assert.Equal("""{"outer":{"lists":{"x":[2]}}}""", registry.Edit("""{"outer":{"lists":{"x":[1,2]}}}""", draft =>
        {
            draft.Reset("outer.lists.x.0");
            draft.Reset("outer.lists.y.0");
        }));
        Assert.Equal("{}", registry.Edit("{}", draft => draft.Reset("outer.lists.x.0")));
        Assert.Equal("""{"outer":{"sizes":{"-5":true}}}""", registry.Edit("{}", draft => draft.Write("outer.sizes.-5", "true")));
        Assert.Equal("""{"outer":{"inner":{"size":4,"unheard":[1]}}}""", registry.Edit("{}", draft => draft.Write("outer.inner", """{"size":4,"unheard":[1]}""")));
    }

    [Fact]
    public void Set_SectionThatTakesAnyMember_KeepsItsVersionToItself()
    {
        var registry = Registered.Registry(Registered.Section<Inner>("inner", options => options.SchemaVersion = 2));

        var json = registry.Edit("""{"inner":{"$v":2,"other":[1]}}""", draft => draft.Set(draft.Get<Inner>() with { Size = 4 }));

        Assert.Equal("""{"inner":{"$v":2,"other":[1],"size":4}}""", json);
        Assert.Equal(["other"], registry.Get<Inner>(json).Others!.Keys);
    }

    [Theory]
    [InlineData("numbers.wide", "x", "'numbers.wide' takes a whole number from 0 to 340282366920938463463374607431768211455, not 'x'")]
    [InlineData("numbers.wideBalance", "x", "takes a whole number from -170141183460469231731687303715884105728 to 170141183460469231731687303715884105727, not 'x'")]
    [InlineData("numbers.byKey", "5", "'numbers.byKey' takes an object, each value a whole number from -9223372036854775808 to 9223372036854775807, not '5'")]
    [InlineData("numbers.nested", "5", "'numbers.nested' takes a list in square brackets, each item an object with ")]
    [InlineData("numbers.optional", "x", "'numbers.optional' takes a whole number from 0 to 18446744073709551615, or null, not 'x'")]
    public void Write_WrongNumber_NamesTheWholeRange(string path, string value, string expected)
    {
        var draft = new GuildSettingsDraft(1, Registered.Registry(Registered.Section<NumberSettings>("numbers")).Defaults);

        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => draft.Write(path, value)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope.x", "1", "no section 'nope'", "every")]
    [InlineData("every.nope", "1", "'every' has no member 'nope'", "warnLimit")]
    [InlineData("every.WarnLimit", "1", "no member 'WarnLimit'", "warnLimit")]
    [InlineData("every.isQuiet", "true", "no member 'isQuiet'", "warnLimit")]
    [InlineData("every.warnLimit.x", "1", "'every.warnLimit' has no members", "a whole number from -2147483648 to 2147483647")]
    [InlineData("every..x", "1", "empty part", "every..x")]
    [InlineData(@"every.byTopic.a\", "1", "ends with a backslash, which must precede a dot or another backslash", "")]
    [InlineData(@"every.byTopic.a\\b", "x", @"'every.byTopic.a\\b' takes a whole number", "")]
    [InlineData("every.warnLimit", "many", "'every.warnLimit' takes a whole number from -2147483648 to 2147483647, not 'many'", "")]
    [InlineData("every.warnLimit", "1.5", "'every.warnLimit' takes a whole number", "1.5")]
    [InlineData("every.warnLimit", "null", "'every.warnLimit' takes a whole number", "not 'null'")]
    [InlineData("every.warnLimit", "99999999999", "'every.warnLimit' takes a whole number", "99999999999")]
    [InlineData("every.ratio", "1e400", "'every.ratio' takes a number", "1e400")]
    [InlineData("every.enabled", "yes", "'every.enabled' takes true or false", "yes")]
    [InlineData("every.severity", "Unheard", "'every.severity' takes one of Low, High", "Unheard")]
    [InlineData("every.severity", "Low,High", "'every.severity' takes one of Low, High", "Low,High")]
    [InlineData("every.severity", "1", "'every.severity' takes one of Low, High", "'1'")]
    [InlineData("every.abilities", "Read, Fly", "'every.abilities' takes any of None, Read, Write", "Fly")]
    [InlineData("every.muteFor", "soon", "'every.muteFor' takes a duration, as in 01:30:00, or null", "soon")]
    [InlineData("every.since", "soon", "'every.since' takes a date and time", "soon")]
    [InlineData("every.logChannelId", "-1", "'every.logChannelId' takes a whole number from 0 to 18446744073709551615, or null", "-1")]
    [InlineData("every.staff", "5", "'every.staff' takes a list in square brackets", "5")]
    [InlineData("every.staff", "[1,true]", "'every.staff.1' takes a whole number", "true")]
    [InlineData("every.staff.x", "5", "takes an index from 0, or - for one more", "x")]
    [InlineData("every.staff.7", "5", "'every.staff.7' does not exist", "0 items")]
    [InlineData("every.staff.0", "5", "'every.staff.0' does not exist", "0 items")]
    [InlineData("every.staff", "[1,null]", "'every.staff.1' takes a whole number", "not null")]
    [InlineData("every.byTopic", """{"a.b":"x"}""", @"'every.byTopic.a\.b' takes a whole number", "'x'")]
    [InlineData("every.byUser", """{"x":"Low"}""", "'every.byUser' has a whole number", "for a key, not 'x'")]
    [InlineData("every.byUser.x", "Low", "'every.byUser' has a whole number", "'x'")]
    [InlineData("every.byUser", """{"5":"Low","5":"High"}""", "'every.byUser' takes an object", "5")]
    [InlineData("every.rule", """{"name":"x","treshold":4}""", "'every.rule' has no member 'treshold'", "threshold")]
    [InlineData("every.rule", """{"name":null,"threshold":4}""", "'every.rule.name' takes a text", "not null")]
    [InlineData("every.rules", """[{"name":"x","threshold":"4"}]""", "'every.rules.0.threshold' takes a whole number", "4")]
    [InlineData("every.words", "[null]", "'every.words.0' takes a text", "not null")]
    [InlineData("every", "5", "'every' takes an object with", "5")]
    public void Write_WrongPathOrValue_NamesPathExpectationAndValue(string path, string value, params string[] expected)
    {
        var registry = Registered.Registry(Registered.Section<EverySettings>("every"));
        var draft = new GuildSettingsDraft(1, registry.Defaults);

        var error = Assert.Throws<ArgumentException>(() => draft.Write(path, value));

        Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.False(draft.HasChanges);
    }

    [Theory]
    [InlineData("every.warnLimit", "0", "every.warnLimit")]
    [InlineData("every.greeting", "", "every.greeting")]
    [InlineData("every.rule.threshold", "11", "every.rule.threshold")]
    [InlineData("every.balance", "9007199254740996", "every.balance")]
    public void Write_ValueThatBreaksARule_IsAViolation(string path, string value, string violated)
    {
        var registry = Registered.Registry(Registered.Section<EverySettings>("every"));

        var error = Assert.Throws<GuildSettingsValidationException>(() => registry.Edit("{}", draft => draft.Write(path, value)));

        Assert.Equal(violated, Assert.Single(error.Violations).Path);
    }

    [Fact]
    public void Write_UnreadableSection_IsRepairedAsAWhole()
    {
        var registry = Registered.Registry(Registered.Section<EverySettings>("every"));
        const string Damaged = """{"every":{"warnLimit":"many"}}""";

        Assert.Throws<GuildConfigException>(() => registry.Edit(Damaged, draft => draft.Write("every.ratio", "2")));

        Assert.Equal("""{"every":{"ratio":2}}""", registry.Edit(Damaged, draft => draft.Write("every", """{"ratio":2}""")));
        Assert.Equal("{}", registry.Edit(Damaged, draft => draft.Reset("every")));
    }

    [Theory]
    [InlineData("Low")]
    [InlineData(null)]
    public void Write_OverAnUnknownValue_ReplacesItEvenWithTheDefault(string? value)
    {
        var registry = Registered.Registry(Registered.Section<EverySettings>("every"));

        Assert.Equal("{}", registry.Edit("""{"every":{"severity":"Unheard"}}""", draft =>
        {
            if (value is null)
            {
                draft.Reset("every.severity");
            }
            else
            {
                draft.Write("every.severity", value);
            }
        }));
    }

    [Fact]
    public async Task Read_MissingValue_NamesThePath()
    {
        await using var host = await StartAsync();
        var snapshot = await host.Service.GetAsync(1, Token);

        Assert.Equal("3", Text(snapshot.Read("every.warnLimit")));
        Assert.Equal("null", Text(snapshot.Read("every.logChannelId")));
        Assert.All(["every.staff.0", "every.byUser.5", "every.nope", "nope", ""], path => Assert.Throws<ArgumentException>(() => snapshot.Read(path)));
        Assert.Throws<ArgumentNullException>(() => snapshot.Read(null!));
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(SettingsJsonOptions.Default) ?? "null";

    private static Task<TestHost> StartAsync()
        => TestHost.StartAsync(services: services => services.AddGuildConfig().AddSettings<EverySettings>("every"));

    private sealed record Outer
    {
        public Inner? Inner { get; init; }

        public ImmutableDictionary<string, ImmutableArray<int?>>? Lists { get; init; }

        public ImmutableDictionary<int, bool> Sizes { get; init; } = ImmutableDictionary<int, bool>.Empty;
    }

    private sealed record Inner
    {
        public int Size { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Others { get; init; }
    }
}
