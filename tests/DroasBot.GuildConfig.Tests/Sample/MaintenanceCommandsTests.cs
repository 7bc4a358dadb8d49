using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>Backups, verification and pruning from the command line.</summary>
public sealed class MaintenanceCommandsTests : IDisposable
{
    private const string Database = "guild-config-sample.db";
    private const string Guild = "1034567890123456789";

    private readonly SampleProgram _sample = new() { HasDatabase = true, SharesProcess = true };

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task Backup_StoredGuilds_AreInTheCopyWhichIsFine()
    {
        await _sample.RunAsync("set-channel", Guild, "5");

        var backup = await _sample.RunAsync("backup", "copy.db");
        var again = await _sample.RunAsync("backup", "copy.db");
        var verify = await _sample.RunAsync("verify", "--database", "copy.db");

        Assert.Equal((0, ""), (backup.ExitCode, backup.Error));
        Assert.Matches(@"^Copied the database to copy\.db \([0-9,]+ bytes\)\.$", Assert.Single(backup.OutputLines));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("'copy.db' exists already", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((0, "No problems found.", ""), (verify.ExitCode, Assert.Single(verify.OutputLines), verify.Error));
        Assert.Equal(["5"], await _sample.QueryAsync("copy.db", "SELECT welcome_channel_id FROM guild_config"));
    }

    [Fact]
    public async Task Verify_Problems_AreListedAndTheExitCodeTells()
    {
        await _sample.RunAsync("set-channel", Guild, "5");
        await _sample.QueryAsync(Database, "UPDATE guild_config SET welcome_channel_id = 6; UPDATE guild_config_clock SET revision = 0");

        var outcome = await _sample.RunAsync("verify");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(3, outcome.OutputLines.Count);
        Assert.Contains($"Guild {Guild}, at revision 1, is not what its newest change", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Prune_OldChanges_AreRemovedAndCounted()
    {
        await _sample.RunAsync("set-channel", Guild, "5");
        await _sample.RunAsync("set-channel", Guild, "6");
        await _sample.RunAsync("set-channel", Guild, "7");
        await _sample.QueryAsync(Database, "UPDATE guild_config_change SET changed_at = changed_at - 3600000 WHERE revision = 1");

        var few = await _sample.RunAsync("prune", "--older-than", "30m");
        var none = await _sample.RunAsync("prune", "--older-than", "12h");
        var rest = await _sample.RunAsync("prune", "--older-than", "0d");

        Assert.StartsWith("Removed 1 changes made before ", Assert.Single(few.OutputLines), StringComparison.Ordinal);
        Assert.StartsWith("Removed 0 changes", Assert.Single(none.OutputLines), StringComparison.Ordinal);
        Assert.StartsWith("Removed 1 changes", Assert.Single(rest.OutputLines), StringComparison.Ordinal);
        Assert.Equal(["3"], await _sample.QueryAsync(Database, "SELECT revision FROM guild_config_change"));
    }

    [Fact]
    public async Task Erase_GuildAndUser_AreGoneFromHistoryToo()
    {
        const string User = "80351110224678912";
        await _sample.RunAsync("set-channel", Guild, "5", "--actor", User, "--reason", "mine");
        await _sample.RunAsync("set-channel", "7", "5", "--actor", User);
        await _sample.QueryAsync(Database, $"INSERT INTO guild_departure VALUES ({Guild}, 0)");

        var departed = await _sample.RunAsync("guilds", "departed");
        var user = await _sample.RunAsync("erase", "user", User);
        var guild = await _sample.RunAsync("erase", "guild", Guild);
        var none = await _sample.RunAsync("guilds", "departed");

        Assert.Equal($"{Guild}   left 1970-01-01 00:00:00Z", Assert.Single(departed.OutputLines));
        Assert.Equal($"Erased user {User} from 2 changes.", Assert.Single(user.OutputLines));
        Assert.Equal($"Erased guild {Guild}.", Assert.Single(guild.OutputLines));
        Assert.Equal((0, ""), (none.ExitCode, none.Output));
        Assert.Equal(["7"], await _sample.QueryAsync(Database, "SELECT guild_id FROM guild_config"));
        Assert.Equal(["0"], await _sample.QueryAsync(Database, "SELECT count(*) FROM guild_config_change WHERE actor_id IS NOT NULL OR reason IS NOT NULL"));
        Assert.Equal("No problems found.", Assert.Single((await _sample.RunAsync("verify")).OutputLines));
    }

    [Theory]
    [InlineData("'me' is not a user id", "erase", "user", "me")]
    [InlineData("0 is not a snowflake", "erase", "guild", "0")]
    [InlineData("Option '--older-than' is required.", "prune")]
    [InlineData("'90' is not a length of time", "prune", "--older-than", "90")]
    [InlineData("'d' is not a length of time", "prune", "--older-than", "d")]
    [InlineData("'-1d' is not a length of time", "prune", "--older-than=-1d")]
    [InlineData("'36501d' is not a length of time", "prune", "--older-than", "36501d")]
    [InlineData("'1y' is not a length of time", "prune", "--older-than", "1y")]
    [InlineData("Required argument missing", "backup")]
    [InlineData("is in a directory that does not exist", "backup", "nowhere/copy.db")]
    public async Task Commands_BadInput_FailWithOneLine(string expected, params string[] arguments)
    {
        var outcome = await _sample.RunAsync(arguments);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(expected, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }
}
