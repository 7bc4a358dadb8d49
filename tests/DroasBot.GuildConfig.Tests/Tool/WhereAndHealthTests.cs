using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

public sealed class WhereAndHealthTests : ToolTests
{
    [Fact]
    public async Task Where_Database_DescribesItCompletely()
    {
        await SucceedAsync("set-channel", Guild, Channel);

        var where = (await SucceedAsync("where")).Lines;
        var json = (await SucceedAsync("where", "--json")).Json[0];

        Assert.Equal($"database  {Tool.Database}", where[0]);
        Assert.StartsWith("engine    SQLite 3.", where[1], StringComparison.Ordinal);
        Assert.Matches("^schema    [0-9]{14}_", where[2]);
        Assert.Equal(["revision  1", "guilds    1"], where.Skip(3).Take(2));
        Assert.Matches("^size      [0-9,]+ bytes$", where[5]);
        Assert.True(json.GetProperty("bytes").GetInt64() >= new FileInfo(Tool.Database).Length);
        Assert.Equal(1, json.GetProperty("guilds").GetInt64());
    }

    [Fact]
    public async Task Where_DamagedDatabase_SaysWhatIsWrong()
    {
        Tool.Query("DROP TABLE guild_config");

        var where = await RunAsync("where");

        Assert.Equal(1, where.ExitCode);
        Assert.Contains("guilds    unknown", where.Lines);
        Assert.StartsWith("problem   ", where.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_ReadableDatabase_ShowsTheStatusAndItsData()
    {
        var outcome = await RunAsync("health");

        // A slow start on a busy machine counts as time during which other processes were not followed.
        var isHealthy = outcome.Lines[0] == "Healthy";
        Assert.True(isHealthy || outcome.Lines[0].StartsWith("Degraded: Changes of other processes", StringComparison.Ordinal), outcome.Output);
        Assert.Equal(isHealthy ? 0 : 1, outcome.ExitCode);
        Assert.StartsWith("SQLite 3.", (await RunAsync("health", "--json")).Json[0].GetProperty("data").GetProperty("engine").GetString(), StringComparison.Ordinal);
        Assert.Contains(outcome.Lines, line => line.StartsWith("engine ", StringComparison.Ordinal) && line.Contains("SQLite 3.", StringComparison.Ordinal));
    }
}
