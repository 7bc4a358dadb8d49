using System.Text;
using System.Text.Json;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class JsonMergeTests
{
    [Theory]
    [InlineData("""{"a":{ "later":1 , "b":{"c": 1,"d" : [ ]}}}""", """{"a":{"b":{"c":1}}}""", """{"a":{"b":{"c":2}}}""", """{"a":{ "later":1 , "b":{"c": 2,"d" : [ ]}}}""")]
    [InlineData("""{"a":1.0, "b":2}""", """{"a":1,"b":2}""", """{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":1 }""", """{"a":1}""", """{"a":1,"b":{"c":[2]}}""", """{"a":1,"b":{"c":[2]} }""")]
    [InlineData("""{ }""", """{"a":1,"b":1}""", """{"a":1,"b":2}""", """{"b":2 }""")]
    [InlineData("""{"x":1}""", """{"a":1}""", "null", "null")]
    [InlineData("""[1, 2]""", "[1,2]", "[1,2,3]", "[1,2,3]")]
    public void Apply_Change_TouchesOnlyWhatDiffers(string stored, string before, string after, string expected)
        => Assert.Equal(expected, Encoding.UTF8.GetString(new JsonMerge(new HashSet<int>()).Apply(contract: null, Encoding.UTF8.GetBytes(stored), start: 0, Parse(before), Parse(after)).Span));

    /// <summary>What was not read is not preserved: its members may be those of anything.</summary>
    [Theory]
    [InlineData("""{"a": {"b": {"zzz":1}}}""", """{"a": {"b": {"c":2}}}""")]
    [InlineData("""{"x":9,"a": {"b": {"zzz":1}}}""", """{"x":9,"a": {"b": {"c":2}}}""")]
    public void Apply_ValueThatWasSetAside_IsReplacedAsAWhole(string stored, string expected)
    {
        var setAside = new HashSet<int> { stored.IndexOf("{\"zzz", StringComparison.Ordinal) };

        var merged = new JsonMerge(setAside).Apply(contract: null, Encoding.UTF8.GetBytes(stored), start: 0, Parse("""{"a":{"b":{"c":1}}}"""), Parse("""{"a":{"b":{"c":2}}}"""));

        Assert.Equal(expected, Encoding.UTF8.GetString(merged.Span));
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
