using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Json.Schema;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class GuildSettingsSchemaTests
{
    private readonly SettingsRegistry _registry = Registered.Registry(Registered.Section<EverySettings>("every", options => options.SchemaVersion = 2), Registered.Section<TicketSettings>("tickets"), Registered.Section<NumberSettings>("numbers"));

    private readonly GuildSettingsSchema _schema;

    public GuildSettingsSchemaTests() => _schema = new(_registry);

    private JsonSchema Every => JsonSchema.FromText(_schema.ToJsonSchema("every").ToJsonString());

    [Fact]
    public void Sections_OfAHost_AreTheRegisteredOnesInOrder()
    {
        var every = _schema.Sections[0];

        Assert.Equal(["every", "tickets", "numbers"], _schema.Sections.Select(section => section.Name));
        Assert.Equal(("Everything", "A bit of each.", 2), (every.Label, every.Description, every.SchemaVersion));
        Assert.Equal(("Tickets", null), (_schema.Sections[1].Label, _schema.Sections[1].Description));
    }

    [Fact]
    public void Members_AnnotatedAndNot_AreDescribed()
    {
        var members = _schema.Sections[0].Members.ToDictionary(member => member.Path);

        var limit = members["every.warnLimit"];
        Assert.Equal(("Warnings", "How many are too many.", GuildSettingsMemberKind.Integer), (limit.Label, limit.Description, limit.Kind));
        Assert.Equal((3, 1, 100), ((int)limit.Default!, (int)limit.Minimum!, (int)limit.Maximum!));
        Assert.Same(limit, _schema.Sections[0].Members[0]);
        Assert.Equal("Log channel id", members["every.logChannelId"].Label);
        Assert.Equal(["Low", "High"], members["every.severity"].Choices!);
        Assert.Equal((20, 3), (members["every.greeting"].MaxLength, members["every.staff"].MaxLength));
        Assert.Equal(2, (int)members["every.rule.threshold"].Default!);
        Assert.Equal(
            """
            warnLimit Integer, enabled Boolean, balance Integer, ratio Number, price? Number, greeting Text, farewell? Text, severity Choice, override? Choice, abilities Choice,
            muteFor? Duration, since Instant, counter Id, logChannelId? Channel, staff[] Role, byUser Object, byTopic Object, words[] Text,
            rule Object, rule.name Text, rule.threshold Integer, rule.channelId? Channel, extra? Object, extra.name Text, extra.threshold Integer, extra.channelId? Channel, rules[] Object
            """.ReplaceLineEndings(" "),
            string.Join(", ", members.Values.Select(member => $"{member.Path["every.".Length..]}{(member.IsNullable ? "?" : "")}{(member.IsList ? "[]" : "")} {member.Kind}")));
    }

    [Fact]
    public void Labels_FromResources_AreInTheLanguageOfTheReader()
    {
        var section = new GuildSettingsSchema(Registered.Registry(Registered.Section<Localized>("localized"))).Sections[0];

        var before = section.Members[0].Label;
        Localized.Texts.SpeakGerman();

        Assert.Equal(("Limit", "Grenze"), (before, section.Members[0].Label));
    }

    [Fact]
    public void ToJsonSchema_UnknownSection_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => _schema.ToJsonSchema("nope"));
        Assert.Throws<ArgumentNullException>(() => _schema.ToJsonSchema(null!));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"enabled":false,"warnLimit":100,"balance":"-5","ratio":0.5,"price":null,"greeting":"x"}""")]
    [InlineData("""{"balance":9007199254740993,"counter":"18446744073709551615","logChannelId":"5"}""")]
    [InlineData("""{"severity":"High","override":null,"abilities":"Read, Write","muteFor":"01:30:00","since":"2031-02-03T04:05:06Z"}""")]
    [InlineData("""{"staff":["1",2],"byUser":{"5":"Low"},"byTopic":{"a.b":"5"},"words":["a"],"rule":{"name":"x","threshold":1},"extra":null,"rules":[{"name":"x","threshold":1,"channelId":"5"}]}""")]
    [InlineData("""{"enabled":1}""")]
    [InlineData("""{"enabled":null}""")]
    [InlineData("""{"warnLimit":0}""")]
    [InlineData("""{"warnLimit":101}""")]
    [InlineData("""{"warnLimit":"5"}""")]
    [InlineData("""{"warnLimit":5.5}""")]
    [InlineData("""{"WarnLimit":5}""")]
    [InlineData("""{"isQuiet":true}""")]
    [InlineData("""{"balance":"9007199254740996"}""")]
    [InlineData("""{"balance":"-6"}""")]
    [InlineData("""{"balance":-6}""")]
    [InlineData("""{"balance":"x"}""")]
    [InlineData("""{"ratio":2.5}""")]
    [InlineData("""{"ratio":"1"}""")]
    [InlineData("""{"greeting":null}""")]
    [InlineData("""{"greeting":" "}""")]
    [InlineData("""{"greeting":"far more than twenty characters"}""")]
    [InlineData("""{"severity":"high"}""")]
    [InlineData("""{"severity":1}""")]
    [InlineData("""{"severity":null}""")]
    [InlineData("""{"abilities":"Fly"}""")]
    [InlineData("""{"muteFor":"soon"}""")]
    [InlineData("""{"since":"soon"}""")]
    [InlineData("""{"counter":"18446744073709551616"}""")]
    [InlineData("""{"counter":-1}""")]
    [InlineData("""{"counter":null}""")]
    [InlineData("""{"logChannelId":1.5}""")]
    [InlineData("""{"staff":"1"}""")]
    [InlineData("""{"staff":[1,2,3,4]}""")]
    [InlineData("""{"staff":[true]}""")]
    [InlineData("""{"byUser":{"x":"Low"}}""")]
    [InlineData("""{"byUser":{"5":"Unheard"}}""")]
    [InlineData("""{"byTopic":{"a":"x"}}""")]
    [InlineData("""{"words":[1]}""")]
    [InlineData("""{"words":"a"}""")]
    [InlineData("""{"rule":null}""")]
    [InlineData("""{"rule":{"name":"x","threshold":11}}""")]
    [InlineData("""{"rule":{"name":"x","zzz":1}}""")]
    [InlineData("""{"rule":[]}""")]
    [InlineData("""{"rules":[{"name":"x","threshold":0}]}""")]
    [InlineData("[]")]
    [InlineData("5")]
    public void ToJsonSchema_AnyValue_AcceptsWhatWriteAccepts(string json)
    {
        var options = new EvaluationOptions { RequireFormatValidation = true };

        var isValid = Every.Evaluate(JsonDocument.Parse(json).RootElement, options).IsValid;

        Assert.Equal(IsWritten("every", json), isValid);
    }

    [Theory]
    [InlineData("""{"wide":"340282366920938463463374607431768211455"}""", true)]
    [InlineData("""{"wide":"340282366920938463463374607431768211456"}""", false)]
    [InlineData("""{"wide":"-1"}""", false)]
    [InlineData("""{"wideBalance":"-170141183460469231731687303715884105728"}""", true)]
    [InlineData("""{"wideBalance":"170141183460469231731687303715884105728"}""", false)]
    [InlineData("""{"byKey":{"18446744073709551615":"-9223372036854775808"}}""", true)]
    [InlineData("""{"byKey":{"18446744073709551616":"1"}}""", false)]
    public void ToJsonSchema_WideNumbers_AcceptsWhatWriteAccepts(string json, bool expected)
    {
        var schema = JsonSchema.FromText(_schema.ToJsonSchema("numbers").ToJsonString());

        Assert.Equal((expected, expected), (IsWritten("numbers", json), schema.Evaluate(JsonDocument.Parse(json).RootElement).IsValid));
    }

    [Theory]
    [InlineData("""{"frozen":{"a":{"immutable":{"b":{"size":2}},"list":[{"size":1}]}}}""", true)]
    [InlineData("""{"frozen":{"a":{"immutable":{"b":{"size":"two"}}}}}""", false)]
    [InlineData("""{"immutable":{"a":{"frozen":{"b":{"size":2,"other":1}}}}}""", false)]
    [InlineData("""{"list":[{"frozen":[]}]}""", false)]
    public void ToJsonSchema_TypeThatContainsItself_IsFiniteAndDescribesEveryLevel(string json, bool isValid)
    {
        var registry = new SettingsRegistry([new SettingsSection<Tree>("tree", new GuildSettingsOptions<Tree>())]);

        var schema = JsonSchema.FromText(registry.Sections[0].ToJsonSchema().ToJsonString());

        Assert.Equal(isValid, schema.Evaluate(JsonDocument.Parse(json).RootElement).IsValid);
    }

    [Fact]
    public void ToJsonSchema_Defaults_AreValidAndShown()
    {
        var schema = _schema.ToJsonSchema("every");

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string)schema["$schema"]!);
        Assert.Equal(("Everything", 3, "Warnings"), ((string)schema["title"]!, (int)schema["properties"]!["warnLimit"]!["default"]!, (string)schema["properties"]!["warnLimit"]!["title"]!));
        Assert.True(Every.Evaluate(JsonDocument.Parse(_registry.Sections[0].ToJson(1, _registry.Defaults).ToJsonString()).RootElement).IsValid);
    }

    [Fact]
    public async Task Schema_OfAHost_IsResolvedFromItsServices()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddGuildConfig().AddSettings<EverySettings>("every"));

        Assert.Equal("every", Assert.Single(host.Get<IGuildSettingsSchema>().Sections).Name);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(3, 3)]
    [InlineData(1, 100)]
    [InlineData(37, 1205)]
    [InlineData(-13, 8)]
    [InlineData(-40, -7)]
    [InlineData(990, 1010)]
    [InlineData(0, 0)]
    [InlineData(0, 9)]
    [InlineData(0, 10)]
    [InlineData(1, 1)]
    [InlineData(9, 11)]
    [InlineData(10, 99)]
    [InlineData(95, 105)]
    [InlineData(100, 999)]
    [InlineData(100, 299)]
    [InlineData(0, 1000)]
    [InlineData(-1, 1)]
    [InlineData(-1, -1)]
    [InlineData(-9, 0)]
    [InlineData(-1000, -100)]
    public void Between_AnyRange_MatchesOnlyItsNumbers(int least, int most)
    {
        var pattern = NumberPattern.Between(least, most);

        Assert.All(Enumerable.Range(-1500, 3200), number => Assert.Equal(
            number >= least && number <= most, System.Text.RegularExpressions.Regex.IsMatch(number.ToString(CultureInfo.InvariantCulture), pattern)));
    }

    [Theory]
    [InlineData("0", "100", "^(?:[0-9]|[1-9][0-9]{1}|100)$")]
    [InlineData("-7", "1205", "^(?:-[1-7]|[0-9]|[1-9][0-9]{1}|[1-9][0-9]{2}|1[0-1][0-9]{2}|120[0-5])$")]
    [InlineData("0", "18446744073709551615", null)]
    [InlineData("-9223372036854775808", "9223372036854775807", null)]
    [InlineData("-170141183460469231731687303715884105728", "170141183460469231731687303715884105727", null)]
    [InlineData("0", "340282366920938463463374607431768211455", null)]
    public void Between_WideRanges_EndWhereTheyShould(string least, string most, string? expected)
    {
        var (first, last) = (BigInteger.Parse(least, CultureInfo.InvariantCulture), BigInteger.Parse(most, CultureInfo.InvariantCulture));

        var pattern = NumberPattern.Between(first, last);

        Assert.All([BigInteger.Zero, first, first + 1, last - 1, last], number => Assert.Matches(pattern, number.ToString(CultureInfo.InvariantCulture)));
        Assert.All([first - 1, last + 1, last * 10], number => Assert.DoesNotMatch(pattern, number.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(expected ?? pattern, pattern);
        Assert.InRange(pattern.Length, 1, 4_000);
    }

    private bool IsWritten(string section, string json)
    {
        try
        {
            _registry.Edit("{}", draft => draft.WriteJson(section, JsonNode.Parse(json)));
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or GuildSettingsValidationException)
        {
            return false;
        }
    }

    private sealed record Tree
    {
        public int Size { get; init; }

        public FrozenDictionary<string, Tree> Frozen { get; init; } = FrozenDictionary<string, Tree>.Empty;

        public ImmutableDictionary<string, Tree> Immutable { get; init; } = ImmutableDictionary<string, Tree>.Empty;

        public ImmutableArray<Tree> List { get; init; } = [];
    }
}
