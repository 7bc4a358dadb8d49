using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>Moving and restoring a whole database. The engine's part is tested with the engine; this is the command line.</summary>
public sealed class WholeDatabaseCommandTests : ToolTests
{
    private string Copy => Tool.PathOf("copy.db");

    [Fact]
    public async Task Move_ToAnotherFile_CopiesEverythingAndReportsTheCounts()
    {
        await ChangeAsync();

        var moved = await ToolRun.RunAsIsAsync("move", "--from", Tool.Database, "--to", Copy);

        Assert.StartsWith("Moved ", moved.AssertSucceeded().Lines[0], StringComparison.Ordinal);
        Assert.Contains("           1  guild_config", moved.Lines);
        Assert.Contains("           3  guild_config_change", moved.Lines);
        Assert.StartsWith("The copy was verified: no problems found.", moved.Lines[^1], StringComparison.Ordinal);
        await SucceedAsync("diff", Copy);
        Assert.Equal((await SucceedAsync("history", Guild)).Output, (await SucceedAsync("history", Guild, "--database", Copy)).Output);
        var json = (await ToolRun.RunAsIsAsync("move", "--from", Copy, "--to", Tool.PathOf("third.db"), "--json")).AssertSucceeded().Json[0];
        Assert.Equal((3, 3L, 0), (json.GetProperty("rows").GetProperty("guild_config_change").GetInt32(), json.GetProperty("revision").GetInt64(), json.GetProperty("problems").GetArrayLength()));
        await SucceedAsync("verify", "--database", Copy);
    }

    [Fact]
    public async Task Move_Impossible_SaysWhyAndChangesNothing()
    {
        await ChangeAsync();
        await SucceedAsync("backup", Copy);

        Assert.StartsWith("There is no database '", (await ToolRun.RunAsIsAsync("move", "--from", Tool.PathOf("no.db"), "--to", Copy)).AssertFailed(2), StringComparison.Ordinal);
        Assert.Contains(Copy, (await ToolRun.RunAsIsAsync("move", "--from", Tool.Database, "--to", Copy)).AssertFailed(), StringComparison.Ordinal);
        Assert.Contains("not with a URI", (await ToolRun.RunAsIsAsync("move", "--from", Tool.Database, "--to", "postgres://db/bot")).AssertFailed(2), StringComparison.Ordinal);
        Assert.Contains("only from --from and --to", (await RunAsync("move", "--from", Tool.Database, "--to", Copy)).AssertFailed(2), StringComparison.Ordinal);
        await SucceedAsync("diff", Copy);
    }

    [Fact]
    public async Task RestoreDatabase_BotIsRunning_IsRefusedUntilItHasStopped()
    {
        await ChangeAsync();
        await SucceedAsync("backup", Copy);
        await SucceedAsync("set-channel", Guild, "99");
        await using (var bot = new ServiceCollection().AddGuildConfig("Data Source=" + Tool.Database).Services.BuildServiceProvider())
        {
            await bot.GetRequiredService<IGuildConfigService>().GetAsync(1, Token);
            Assert.Contains(Tool.Database, (await RestoreAsync()).Error, StringComparison.Ordinal);
            Assert.Contains("channel     99", (await SucceedAsync("show", Guild)).Lines);
        }

        var restored = (await RestoreAsync()).AssertSucceeded();

        Assert.Equal($"Restored '{Tool.Database}' from '{Copy}': revision 3.", restored.Lines[0]);
        Assert.StartsWith($"set aside  {Tool.Database}", restored.Lines[1], StringComparison.Ordinal);
        Assert.Contains($"channel     {Channel}", (await SucceedAsync("show", Guild)).Lines);
        await SucceedAsync("verify");
        var json = (await RunAsync("restore-database", Copy, "--yes", "--json")).AssertSucceeded().Json[0];
        Assert.Equal((Tool.Database, 3L), (json.GetProperty("database").GetString(), json.GetProperty("revision").GetInt64()));
        Assert.StartsWith(Tool.Database, json.GetProperty("setAside")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreDatabase_WithoutABackupOrConfirmation_ChangesNothing()
    {
        await ChangeAsync();
        var bytes = await File.ReadAllBytesAsync(Tool.Database, Token);

        Assert.StartsWith("There is no file '", (await RunAsync("restore-database", Copy, "--yes")).AssertFailed(2), StringComparison.Ordinal);
        await SucceedAsync("backup", Copy);
        Assert.Contains("add --yes", (await RunAsync("restore-database", Copy)).AssertFailed(2), StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Tool.Database, Token));
    }

    [Fact]
    public async Task Salvage_DamagedFile_SavesTheRestAndReportsTheLosses()
    {
        await ChangeAsync();
        await SucceedAsync("set-channel", "7", "8");
        Tool.Query($"PRAGMA writable_schema = on; DELETE FROM guild_config WHERE guild_id = {Guild}");
        var bytes = await File.ReadAllBytesAsync(Tool.Database, Token);

        var saved = await SucceedAsync("salvage", "--to", Copy);
        var json = (await SucceedAsync("salvage", "--to", Tool.PathOf("again.db"), "--json")).Json[0];

        Assert.StartsWith($"Saved what could be read of '{Tool.Database}' into '{Copy}', up to revision ", saved.Lines[0], StringComparison.Ordinal);
        Assert.Contains(saved.Lines, line => line.Contains($"uild {Guild}", StringComparison.Ordinal));
        Assert.Equal("The new database was verified: no problems found.", saved.Lines[^1]);
        Assert.Equal(1, json.GetProperty("guilds").GetArrayLength());
        Assert.Contains($"channel     {Channel}", (await SucceedAsync("show", Guild, "--database", Copy)).Lines);
        Assert.Contains("channel     8", (await SucceedAsync("show", "7", "--database", Copy)).Lines);
        await SucceedAsync("verify", "--database", Copy);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Tool.Database, Token));
    }

    [Fact]
    public async Task Where_Backup_LeavesItByteForByte()
    {
        await ChangeAsync();
        await SucceedAsync("backup", Copy);
        var bytes = await File.ReadAllBytesAsync(Copy, Token);

        await SucceedAsync("where", "--database", Copy);
        (await ToolRun.RunAsIsAsync("move", "--from", Tool.Database, "--to", Copy)).AssertFailed();

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Copy, Token));
    }

    private Task<ToolOutcome> RestoreAsync() => RunAsync("restore-database", Copy, "--yes");

    private async Task ChangeAsync()
    {
        await SucceedAsync("set-channel", Guild, "11");
        await SucceedAsync("set-channel", Guild, Channel);
        await SucceedAsync("settings", Guild, "zz.limit", "5");
    }
}
