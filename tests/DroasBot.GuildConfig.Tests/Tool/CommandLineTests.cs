using System.Text.Json;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

public sealed class CommandLineTests : ToolTests
{
    private const string Secret = "hush-hush";

    [Fact]
    public async Task Tool_WithoutArguments_ShowsItsHelp()
        => Assert.Contains("restore", (await ToolRun.RunAsIsAsync()).AssertSucceeded().Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("'abc' is not a guild id.", 2, "show", "abc")]
    [InlineData("0 is not a snowflake.", 1, "show", "0")]
    [InlineData("Required argument missing for command: 'show'.", 2, "show")]
    [InlineData("Unrecognized command or argument 'nonsense'.", 2, "nonsense")]
    [InlineData("'here' is not a channel id or 'none'.", 2, "set-channel", Guild, "here")]
    [InlineData("'image/gif' is not a media type for a background", 1, "set-background", Guild, "hall.gif", "image/gif")]
    [InlineData("'../hall.png'", 1, "set-background", Guild, "../hall.png", "image/png")]
    [InlineData("is at revision 0, not at the expected revision 7.", 1, "set-channel", Guild, Channel, "--expect", "7")]
    [InlineData("'0' is not a number from 1 to", 2, "list", "--limit", "0")]
    [InlineData("'me' is not a user id", 2, "erase", "user", "me")]
    [InlineData("Option '--older-than' is required.", 2, "prune")]
    [InlineData("'90' is not a duration", 2, "prune", "--older-than", "90")]
    [InlineData("'d' is not a duration", 2, "prune", "--older-than", "d")]
    [InlineData("'-1d' is not a duration", 2, "prune", "--older-than=-1d")]
    [InlineData("'36501d' is not a duration", 2, "prune", "--older-than", "36501d")]
    [InlineData("'1y' is not a duration", 2, "prune", "--older-than", "1y")]
    [InlineData("Required argument missing", 2, "backup")]
    [InlineData("is in a directory that does not exist", 1, "backup", "nowhere/copy.db")]
    [InlineData("'1:2' is not a pair of channel ids", 2, "import", "any.jsonl", "--map", "1:2")]
    [InlineData("'0=2' is not a pair of channel ids", 2, "import", "any.jsonl", "--map", "0=2")]
    [InlineData("The channel 1 is mapped twice.", 2, "import", "any.jsonl", "--map", "1=2", "--map", "1=3")]
    [InlineData("any.jsonl'", 1, "import", "any.jsonl")]
    [InlineData("There is no file '", 2, "diff", "any.jsonl")]
    [InlineData("--every-node applies to all guilds", 2, "refresh", Guild, "--every-node")]
    [InlineData("add --yes", 2, "erase", "guild", Guild)]
    [InlineData("add --yes", 2, "erase", "user", "7")]
    [InlineData("add --yes", 2, "prune", "--older-than", "1d")]
    [InlineData("No settings are registered here", 2, "schema")]
    public async Task Command_BadInput_FailsWithOneLine(string expected, int exitCode, params string[] words)
        => Assert.Contains(expected, (await RunAsync(words)).AssertFailed(exitCode), StringComparison.Ordinal);

    [Theory]
    [InlineData("--database and --postgres exclude each other", 2, "list", "--postgres", $"Host=db;Database=bot;Password={Secret}", "--database", "bot.db")]
    [InlineData("--postgres needs a connection string.", 2, "list", "--postgres", " ")]
    [InlineData("The database '/nowhere/bot' cannot be reached", 1, "list", "--postgres", $"Host=/nowhere;Database=bot;Username=bot;Password={Secret}")]
    [InlineData("The connection string names no Database", 1, "watch", "--postgres", $"Host=db;Username=bot;Password={Secret}")]
    [InlineData("The connection string is not a PostgreSQL connection string", 1, "health", "--postgres", $"Host=db;Database=bot;Password=hush;{Secret}=1")]
    [InlineData("Unrecognized command or argument '--postgre'.", 2, "list", "--postgre", $"Host=db;Database=bot;Password={Secret}")]
    [InlineData("Unrecognized command or argument 'pwd=...", 2, "list", "--postgres", "Host=db;Database=bot", $"pwd = {Secret}")]
    public async Task Postgres_UnusableConnection_FailsWithOneLineThatShowsNoPassword(string expected, int exitCode, params string[] words)
    {
        var line = (await ToolRun.RunAsIsAsync(words)).AssertFailed(exitCode);

        Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "show", "abc")]
    [InlineData(1, "set-channel", Guild, Channel, "--expect", "7")]
    [InlineData(2, "erase", "guild", Guild)]
    public async Task Json_Failure_IsAnObjectOnTheErrorStream(int exitCode, params string[] words)
    {
        var error = JsonDocument.Parse((await RunAsync([.. words, "--json"])).AssertFailed(exitCode)).RootElement;

        Assert.Equal(exitCode, error.GetProperty("exitCode").GetInt32());
        Assert.NotEmpty(error.GetProperty("error").GetString()!);
    }
}
