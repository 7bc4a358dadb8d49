using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Backgrounds;

public sealed class BackgroundRulesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly BackgroundRules _rules;

    public BackgroundRulesTests() => _rules = new BackgroundRules(_directory.File("root"));

    public static TheoryData<string> BadPaths =>
    [
        string.Empty,
        "/etc/passwd",
        "//server/share/a.png",
        "..",
        "../a.png",
        "a/../../b.png",
        "a/..",
        "a/../b.png",
        ".",
        "./a.png",
        "a/./b.png",
        "a//b.png",
        "a/",
        "a/ b.png",
        "a/b.png ",
        " ",
        "a\\b.png",
        "..\\b.png",
        "C:/b.png",
        "C:b.png",
        "a.png:stream",
        "a\0.png",
        "a.png\0",
        "a\nb.png",
        "a\u007fb.png",
        new string('x', 1025),
    ];

    [Theory]
    [InlineData(0xD83C)]
    [InlineData(0xDF89)]
    public void Check_PathWithAnUnpairedSurrogate_IsRefused(int half)
        => Assert.Contains(
            "an unpaired surrogate",
            Assert.Throws<ArgumentException>(() => _rules.Check($"a{(char)half}.png", "image/png")).Message,
            StringComparison.Ordinal);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(BadPaths))]
    public void Check_PathThatIsNotPlain_NamesArgumentAndValue(string path)
    {
        var refused = Assert.Throws<ArgumentException>(() => _rules.Check(path, "image/png"));

        Assert.Equal("filePath", refused.ParamName);
        Assert.Contains(QuotedText.Of(path), refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "has 0 characters; 1 to 1024 are allowed")]
    [InlineData("a\\b.png", "has a backslash, a colon or a control character")]
    [InlineData("../a.png", "has a segment that is empty, '.', '..' or padded with spaces")]
    public void Check_PathThatIsNotPlain_SaysWhy(string path, string reason)
        => Assert.Contains(reason, Assert.Throws<ArgumentException>(() => _rules.Check(path, "image/png")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.png")]
    [InlineData("guilds/42/größe 1 (new).png")]
    [InlineData("...png")]
    [InlineData(".hidden/a")]
    [InlineData("日本/背景.png")]
    public void Check_PlainPathOfAMissingFile_IsAllowed(string path)
        => Assert.Equal("image/png", _rules.Check(path, "image/png"));

    [Fact]
    public void Check_LongestPath_IsAllowed()
        => Assert.Equal("image/png", _rules.Check(string.Join('/', Enumerable.Repeat(new string('x', 127), 8)) + "y", "image/png"));

    [Theory]
    [InlineData("")]
    [InlineData("image/gif")]
    [InlineData("image/webp")]
    [InlineData("image/svg+xml")]
    [InlineData("image/jpg")]
    [InlineData("image/png ")]
    [InlineData("image/png; charset=x")]
    [InlineData("png")]
    public void Check_UnsupportedMediaType_NamesArgumentAndValue(string mediaType)
    {
        var refused = Assert.Throws<ArgumentException>(() => _rules.Check("a.png", mediaType));

        Assert.Equal("mediaType", refused.ParamName);
        Assert.Contains($"'{mediaType}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData("IMAGE/PNG", "image/png")]
    [InlineData("image/jpeg", "image/jpeg")]
    [InlineData("Image/Jpeg", "image/jpeg")]
    public void Check_MediaTypeInAnyCase_IsNormalized(string mediaType, string canonical)
        => Assert.Equal(canonical, _rules.Check("a", mediaType));

    [Fact]
    public void Check_Nulls_AreNamed()
    {
        Assert.Equal("filePath", Assert.Throws<ArgumentNullException>(() => _rules.Check(null!, "image/png")).ParamName);
        Assert.Equal("mediaType", Assert.Throws<ArgumentNullException>(() => _rules.Check("a.png", null!)).ParamName);
    }

    [Fact]
    public async Task SetBackground_RefusedPath_WritesNothing()
    {
        await using var host = await TestHost.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(
            1,
            e =>
            {
                e.WelcomeChannelId = 5;
                e.SetBackground("../outside.png", "image/png");
            },
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT (SELECT count(*) FROM guild_config) + (SELECT count(*) FROM guild_config_change) + (SELECT revision FROM guild_config_clock)"));
        Assert.False((await host.Service.GetAsync(1, TestContext.Current.CancellationToken)).Exists);
    }

    [Fact]
    public async Task SetBackground_DefaultRoot_IsBackgroundsNextToTheDatabase()
    {
        await using var host = await TestHost.StartAsync();
        host.Directory.Write("backgrounds/a.png", "not a png"u8);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(
            1, e => e.SetBackground("a.png", "image/png"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("filePath", refused.ParamName);
    }

    [Fact]
    public async Task SetBackground_ConfiguredRoot_IsSearchedForFiles()
    {
        using var elsewhere = new TemporaryDirectory();
        elsewhere.Write("a.png", "not a png"u8);
        await using var host = await TestHost.StartAsync(options => options.BackgroundRoot = elsewhere.Path);

        await Assert.ThrowsAsync<ArgumentException>(() => host.Service.UpdateAsync(
            1, e => e.SetBackground("a.png", "image/png"), cancellationToken: TestContext.Current.CancellationToken));
    }
}
