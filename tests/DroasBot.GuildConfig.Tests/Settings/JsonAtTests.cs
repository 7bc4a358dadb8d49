using System.Text.Json;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class JsonAtTests
{
    [Theory]
    [InlineData("section", """{"a":[1,{"b":2}],"c":{"1":3}}""")]
    [InlineData("section.a.0", "1")]
    [InlineData("section.a.1.b", "2")]
    [InlineData("section.c.1", "3")]
    [InlineData("section.a.2", null)]
    [InlineData("section.a.b", null)]
    [InlineData("section.b", null)]
    [InlineData("section.a.0.0", null)]
    public void Find_APath_IsTheValueThereOrNone(string path, string? expected)
        => Assert.Equal(expected, JsonAt.Find(JsonDocument.Parse("""{"a":[1,{"b":2}],"c":{"1":3}}""").RootElement, path)?.GetRawText());
}
