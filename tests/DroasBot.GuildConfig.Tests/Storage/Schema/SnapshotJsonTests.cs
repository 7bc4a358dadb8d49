using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Schema;

public sealed class SnapshotJsonTests
{
    private static readonly SettingsRegistry _registry = new();

    public static TheoryData<ulong> Edges => Snowflakes.Edges;

    public static TheoryData<string> SettingsTexts =>
    [
        "{}",
        "{\"welcome\":{\"greeting\":\"Grüße, 日本 👋\"}}",
        "{ \"a\" : 1.0e5,\n\t\"a\" : 2 }",
        "{\"a\":1} ",
        "{\"a\":1}\n",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":",
        "{\"a\":1,}",
        "{/* note */\"a\":1}",
        " {}",
        "[1]",
        "\"text\"",
        "null",
        "",
        "plain\0text\u2028",
        Nested(60),
        Nested(64),
        Nested(65),
        Nested(2000),
    ];

    [Theory]
    [MemberData(nameof(SettingsTexts))]
    public void Read_AnySettingsText_IsReadBackByteForByte(string settings)
    {
        var snapshot = new GuildConfigSnapshot(1, null, null, _registry.Read(settings), 5, 6, 7);

        var read = SnapshotJson.Read(1, SnapshotJson.Write(snapshot), _registry);

        Assert.Equal(settings, read.Settings.Json);
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void Read_AllFields_AreReadBack(ulong id)
    {
        var asset = new BackgroundAsset(Guid.CreateVersion7(), "ordner/größe \"x\".png", "image/png", DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));
        var snapshot = new GuildConfigSnapshot(id, id, asset, _registry.Defaults, 11, 12, long.MaxValue);

        var read = SnapshotJson.Read(id, SnapshotJson.Write(snapshot), _registry);

        Assert.Equal(id, read.GuildId);
        Assert.Equal(id, read.WelcomeChannelId);
        Assert.Equal(asset, read.Background);
        Assert.Equal(snapshot.CreatedAt, read.CreatedAt);
        Assert.Equal(snapshot.UpdatedAt, read.UpdatedAt);
        Assert.Equal(long.MaxValue, read.Revision);
    }

    [Fact]
    public void Read_NothingSet_HasNothingSet()
    {
        var read = SnapshotJson.Read(1, SnapshotJson.Write(new GuildConfigSnapshot(1, null, null, _registry.Defaults, 11, 12, 3)), _registry);

        Assert.Null(read.WelcomeChannelId);
        Assert.Null(read.Background);
        Assert.Same(_registry.Defaults, read.Settings);
    }

    [Theory]
    [InlineData("""{"revision":0,"createdAt":1,"updatedAt":2,"settings":{}}""", "It has no revision.")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"settings":{},"welcomeChannelId":"0"}""", "Its welcome channel is not a snowflake.")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"settings":{},"welcomeChannelId":"5x"}""", "Its welcome channel is not a snowflake.")]
    [InlineData("""{"revision":1,"createdAt":9223372036854775807,"updatedAt":2,"settings":{}}""", "Its createdAt is not a time in Unix milliseconds.")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":-62135596800001,"settings":{}}""", "Its updatedAt is not a time in Unix milliseconds.")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"settings":{},"background":{"id":"018bcfe5-687b-7000-8000-000000000001","mediaType":"image/png","createdAt":1}}""", "Its background has both a path and a hash, or neither.")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"settings":{},"background":{"id":"018bcfe5-687b-7000-8000-000000000001","filePath":"a.png","contentHash":"5f","mediaType":"image/png","createdAt":1}}""", "Its background has both a path and a hash, or neither.")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"settings":{},"background":{"id":"018bcfe5-687b-7000-8000-000000000001","filePath":"a.png","mediaType":null,"createdAt":1}}""", "Its background has no media type.")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2}""", "The text of a configuration in the audit trail cannot be read.")]
    [InlineData("""{"revision":"1","createdAt":1,"updatedAt":2,"settings":{}}""", "The text of a configuration in the audit trail cannot be read.")]
    [InlineData("""{"revision":1,""", "The text of a configuration in the audit trail cannot be read.")]
    public void Read_DamagedText_NamesWhatIsWrong(string json, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => SnapshotJson.Read(1, json, _registry)).Message);
        Assert.Null(SnapshotJson.TryRead(1, json, _registry));
    }

    [Fact]
    public void MapSettings_Object_ReplacesNothingElse()
        => Assert.Equal("""{"revision":7, "settings":{"a":2},"unknown":[1]}""", SnapshotJson.MapSettings("""{"revision":7, "settings":{"a":1},"unknown":[1]}""", settings => settings.Replace('1', '2')));

    [Theory]
    [InlineData("""{"revision":7,"settings":"{\"a\":"}""")]
    [InlineData("""{"revision":7}""")]
    [InlineData("""{"settings":{"a":1}""")]
    public void MapSettings_NoObjectOrUnreadable_IsUnchanged(string json)
        => Assert.Null(SnapshotJson.MapSettings(json, static _ => "{}"));

    [Fact]
    public void MapSettings_MapKeepsThem_IsUnchanged()
        => Assert.Null(SnapshotJson.MapSettings("""{"settings":{"a":1}}""", static _ => null));

    private static string Nested(int depth)
        => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
}
