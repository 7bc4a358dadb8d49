using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>JavaScript has no 64-bit integers: it silently rounds them.</summary>
public sealed class WholeNumberTests
{
    private const ulong Odd = 1034567890123456789;

    private static readonly NumberSettings _numbers = new()
    {
        Id = Odd,
        Optional = Odd + 2,
        Balance = long.MinValue + 1,
        Wide = UInt128.MaxValue,
        WideBalance = Int128.MinValue,
        Ids = [Odd, 1, ulong.MaxValue],
        ByKey = ImmutableDictionary<ulong, long>.Empty.Add(Odd, -(long)Odd),
        Nested = [new NumberEntry(Odd, [Odd + 2])],
        Handled = Odd,
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Set_RoundTripThroughJavaScript_ChangesNoNumber(string contract)
    {
        var registry = Registered.Registry(Section(contract));
        var json = registry.Edit("{}", draft => draft.Set(_numbers));

        var returned = registry.Edit("{}", draft => draft.ReplaceAll(ThroughJavaScript(json)));

        AssertSame(_numbers, registry.Get<NumberSettings>(returned));
        Assert.Equal(json, returned);
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Get_NumbersAndStrings_AreReadAlike(string contract)
    {
        var registry = Registered.Registry(Section(contract));
        var name = contract.Length == 0 ? "id ids byKey nested balance".Split(' ') : "Id Ids ByKey Nested Balance".Split(' ');

        var numbers = registry.Get<NumberSettings>($$$"""{"a":{"{{{name[0]}}}":{{{Odd}}},"{{{name[1]}}}":[{{{Odd}}},"{{{Odd}}}"],"{{{name[2]}}}":{"{{{Odd}}}":{{{Odd}}} },"{{{name[4]}}}":"\u002d5"}}""");

        Assert.Equal(Odd, numbers.Id);
        Assert.Equal([Odd, Odd], numbers.Ids);
        Assert.Equal((long)Odd, numbers.ByKey[Odd]);
        Assert.Equal(-5, numbers.Balance);
    }

    [Theory]
    [InlineData("18446744073709551616")]
    [InlineData("\"18446744073709551616\"")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"0x1\"")]
    [InlineData("true")]
    public void Get_NotA64BitInteger_IsDamage(string value)
        => Assert.Throws<GuildConfigException>(() => Registered.Registry(Section("")).Get<NumberSettings>($$$"""{"a":{"id":{{{value}}} }}"""));

    [Fact]
    public void Set_NumbersStoredAsNumbers_ChangesOnlyTheChangedOnes()
    {
        var registry = Registered.Registry(Section(""));

        var json = registry.Edit("""{"a":{"id": 7,"ids":[ 1,2 ],"balance":5}}""", draft => draft.Set(draft.Get<NumberSettings>() with { Balance = 6 }));

        Assert.Equal("""{"a":{"id": 7,"ids":[ 1,2 ],"balance":"6"}}""", json);
    }

    [Fact]
    public void Set_HostHasItsOwnConverter_UsesIt()
    {
        var options = new JsonSerializerOptions { Converters = { new Hexadecimal() }, TypeInfoResolver = SettingsTypesContext.Default };
        var registry = Registered.Registry(Registered.Section<FlatSettings>("a", o => o.JsonTypeInfo = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<FlatSettings>)options.GetTypeInfo(typeof(FlatSettings))));

        var json = registry.Edit("{}", draft => draft.Set(new FlatSettings { ChannelId = 255 }));

        Assert.Equal("""{"a":{"ChannelId":"0xFF"}}""", json);
    }

    public static TheoryData<string> Sections => ["", "the host's"];

    private static SettingsSection Section(string contract)
        => Registered.Section<NumberSettings>("a", options => options.JsonTypeInfo = contract.Length == 0 ? null : SettingsTypesContext.Default.NumberSettings);

    /// <summary>Like <c>JSON.parse</c> and <c>JSON.stringify</c>: every number is a double.</summary>
    private static string ThroughJavaScript(string json) => Rounded(JsonNode.Parse(json))!.ToJsonString(SettingsJsonOptions.Default);

    private static JsonNode? Rounded(JsonNode? node)
        => node switch
        {
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Rounded(member.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Rounded)]),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)),
            _ => node?.DeepClone(),
        };

    private static void AssertSame(NumberSettings expected, NumberSettings actual)
    {
        Assert.Equal(expected with { Ids = actual.Ids, ByKey = actual.ByKey, Nested = actual.Nested }, actual);
        Assert.Equal(expected.Ids, actual.Ids);
        Assert.Equal(expected.ByKey, actual.ByKey);
        Assert.Equal(expected.Nested[0].Id, actual.Nested[0].Id);
        Assert.Equal(expected.Nested[0].Others, actual.Nested[0].Others);
    }

    private sealed class Hexadecimal : JsonConverter<ulong>
    {
        public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => ulong.Parse(reader.GetString()![2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) => writer.WriteStringValue($"0x{value:X}");
    }
}
