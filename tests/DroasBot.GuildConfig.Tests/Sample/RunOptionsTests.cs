using DroasBot.GuildConfig.Sample;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

public sealed class RunOptionsTests
{
    private const string Secret = "hush-hush";

    [Theory]
    [InlineData("--guilds", "99")]
    [InlineData("--guilds", "1000001")]
    [InlineData("--seconds", "many")]
    [InlineData("--seconds", "61")]
    [InlineData("--guilds")]
    [InlineData("--gilds", "100")]
    [InlineData("nonsense")]
    [InlineData("--database", " ")]
    [InlineData("--postgres", $"Host=db;Database=bot;Password={Secret}", "--database", "bot.db")]
    [InlineData("--postgres", "Host=db;Database=bot", $"pwd = {Secret}")]
    public void Read_UnknownArguments_ListsTheOptionsAndQuotesNothing(params string[] arguments)
    {
        var error = Assert.Throws<FormatException>(() => RunOptions.Read(arguments));

        Assert.StartsWith("Options: --database FILE or --postgres CONNECTION, --guilds NUMBER", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoArguments_IsAnEmbeddedDatabaseInTheCurrentDirectory()
        => Assert.Equal(new RunOptions("guild-config-sample.db", Postgres: null, 20_000, TimeSpan.FromSeconds(6)), RunOptions.Read([]));

    [Fact]
    public void Read_EveryOption_IsAsGiven()
    {
        Assert.Equal(new RunOptions("bot.db", Postgres: null, 100, TimeSpan.FromSeconds(60)), RunOptions.Read(["--database", "bot.db", "--guilds=100", "--seconds", "60"]));
        Assert.Equal("Host=db;Database=bot", RunOptions.Read(["--postgres", "Host=db;Database=bot"]).Postgres);
    }
}
