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

    private static string Nested(int depth)
        => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
}
