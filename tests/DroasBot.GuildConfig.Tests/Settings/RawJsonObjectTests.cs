using System.Text;
using System.Text.Json;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class RawJsonObjectTests
{
    [Theory]
    [InlineData("{}", """{"x":1}""")]
    [InlineData("{ }", """{"x":1 }""")]
    [InlineData("""{ "a" : [ 1 ] }""", """{ "a" : [ 1 ],"x":1 }""")]
    [InlineData("""{ "x" : {"y":2} , "a":0}""", """{ "x" : 1 , "a":0}""")]
    [InlineData("""{"\u0078":0}""", """{"\u0078":1}""")]
    public void With_Member_TouchesNothingElse(string json, string expected)
        => Assert.Equal(expected, Text(Parse(json).With("x", "1"u8.ToArray())));

    [Theory]
    [InlineData("""{"x":1}""", "{}")]
    [InlineData("""{ "x":1 , "a" : 2 }""", """{ "a" : 2 }""")]
    [InlineData("""{ "a" : 2 , "x":[{}] }""", """{ "a" : 2 }""")]
    [InlineData("""{"a":1, "x":2, "b":3}""", """{"a":1, "b":3}""")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    public void Without_Member_TouchesNothingElse(string json, string expected)
        => Assert.Equal(expected, Text(Parse(json).With("x", value: null)));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{} 1")]
    [InlineData("{/**/}")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    public void Parse_NotAnObject_Throws(string json)
        => Assert.ThrowsAny<JsonException>(() => Parse(json));

    [Fact]
    public void Parse_NameThatIsNotAValidString_IsPassedThrough()
        => Assert.Equal("""{"\ud800":{},"x":1}""", Text(Parse("""{"\ud800":{}}""").With("x", "1"u8.ToArray())));

    [Fact]
    public void Parse_DeepNesting_IsPassedThrough()
    {
        var json = "{\"a\":" + new string('[', 5000) + new string(']', 5000) + "}";

        Assert.Equal(json, Text(Parse(json).With("x", "1"u8.ToArray()).With("x", value: null)));
    }

    private static RawJsonObject Parse(string json) => RawJsonObject.Parse(Encoding.UTF8.GetBytes(json));

    private static string Text(RawJsonObject text) => Encoding.UTF8.GetString(text.Utf8.Span);
}
