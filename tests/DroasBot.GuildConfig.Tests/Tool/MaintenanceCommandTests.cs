using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Backups, verification and pruning from the command line.</summary>
public sealed class MaintenanceCommandTests : ToolTests
{
    [Fact]
    public async Task Backup_StoredGuilds_AreInAnIntactCopy()
    {
        await RunAsync("set-channel", Guild, "5");

        var backup = await RunAsync("backup", Tool.PathOf("copy.db"));
        var again = await RunAsync("backup", Tool.PathOf("copy.db"));
        var verify = await RunAsync("verify", "--database", Tool.PathOf("copy.db"));

        Assert.Equal((0, ""), (backup.ExitCode, backup.Error));
        Assert.Matches(@"^Copied the database to .*copy\.db \([0-9,]+ bytes\)\.$", Assert.Single(backup.Lines));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("copy.db' already exists", again.Error, StringComparison.Ordinal);
        Assert.Equal((0, "", "No problems found."), (verify.ExitCode, verify.Output, verify.Error.TrimEnd()));
        Assert.Equal(["5"], Tool.Query("SELECT welcome_channel_id FROM guild_config", Tool.PathOf("copy.db")));
    }

    [Fact]
    public async Task Verify_Problems_AreListedAndSetTheExitCode()
    {
        await RunAsync("set-channel", Guild, "5");
        Tool.Query("UPDATE guild_config SET welcome_channel_id = 6; UPDATE guild_config_clock SET revision = 0");

        var outcome = await RunAsync("verify");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(3, outcome.Lines.Count);
        Assert.Contains($"Guild {Guild}, at revision 1, does not match its newest change", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Prune_OldChanges_AreRemovedAndCounted()
    {
        await RunAsync("set-channel", Guild, "5");
        await RunAsync("set-channel", Guild, "6");
        await RunAsync("set-channel", Guild, "7");
        Tool.Query("UPDATE guild_config_change SET changed_at = changed_at - 3600000 WHERE revision = 1");

        var few = await RunAsync("prune", "--older-than", "30m", "--yes");
        var none = await RunAsync("prune", "--older-than", "12h", "-y");
        var rest = await RunAsync("prune", "--older-than", "0d", "--yes");

        Assert.StartsWith("Removed 1 changes made before ", Assert.Single(few.Lines), StringComparison.Ordinal);
        Assert.StartsWith("Unchanged: there is no removable change made before ", Assert.Single(none.Lines), StringComparison.Ordinal);
        Assert.StartsWith("Removed 1 changes", Assert.Single(rest.Lines), StringComparison.Ordinal);
        Assert.Equal(["3"], Tool.Query("SELECT revision FROM guild_config_change"));
    }

    [Fact]
    public async Task Erase_GuildAndUser_AreRemovedFromHistoryToo()
    {
        const string User = "80351110224678912";
        await RunAsync("set-channel", Guild, "5", "--actor", User, "--reason", "mine");
        await RunAsync("set-channel", "7", "5", "--actor", User);
        Tool.Query($"INSERT INTO guild_departure VALUES ({Guild}, 0)");

        var departed = await RunAsync("departed");
        var user = await RunAsync("erase", "user", User, "--yes");
        var guild = await RunAsync("erase", "guild", Guild, "--yes");
        var none = await RunAsync("departed");

        Assert.Equal($"{Guild}  left 1970-01-01 00:00:00Z", Assert.Single(departed.Lines));
        Assert.Equal($"Erased user {User} from 2 changes.", Assert.Single(user.Lines));
        Assert.Equal($"Erased guild {Guild}.", Assert.Single(guild.Lines));
        Assert.Equal((0, "", "The bot has not left any guild."), (none.ExitCode, none.Output, none.Error.TrimEnd()));
        Assert.StartsWith("No settings are registered here", user.Error, StringComparison.Ordinal);
        Assert.Equal(["7"], Tool.Query("SELECT guild_id FROM guild_config"));
        Assert.Equal(["0"], Tool.Query("SELECT count(*) FROM guild_config_change WHERE actor_id IS NOT NULL OR reason IS NOT NULL"));
        await SucceedAsync("verify");
    }
}
