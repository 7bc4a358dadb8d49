using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>The settings of one guild are damaged, or come from another version of the host.</summary>
public class DamagedRowTests
{
    public static TheoryData<string> Texts =>
    [
        "CAST('' AS TEXT)",
        "'not JSON'",
        "'{\"a\":'",
        "'{\"a\":1} and more'",
        "'{\"a\":1,\"a\":2}'",
        "'[1,2]'",
        "'null'",
        "'{ \"of-another-version\" : { \"x\" : [ 1 , 2 ] } }'",
        "CAST(x'7b2261223a22c328fe227d' AS TEXT)",
        "CAST(x'7b0061' AS TEXT)",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    [Trait("Invariant", "8")]
    public async Task DamagedSettings_RestIsReadAndChanged_TextIsKeptByteForByte(string sqlText)
    {
        using var directory = new TemporaryDirectory();
        await using (var first = await FaultHost.StartAsync(directory.Database))
        {
            await first.SetAsync(1, 100);
            await first.SetAsync(2, 200);
        }

        SqliteFile.Execute(directory.Database, $"UPDATE guild_config SET settings = {sqlText} WHERE guild_id = 1");
        var damaged = SqliteFile.Scalar<string>(directory.Database, "SELECT hex(settings) FROM guild_config WHERE guild_id = 1");
        await using (var host = await FaultHost.StartAsync(directory.Database))
        {
            Assert.Equal(100UL, (await host.ReadAsync(1)).WelcomeChannelId);
            Assert.Equal(200UL, (await host.ReadAsync(2)).WelcomeChannelId);
            await host.SetAsync(1, 101);
            var last = await host.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(4, last.Revision);
            Assert.Equal(101UL, (await host.ReadUncachedAsync(1)).WelcomeChannelId);
            Assert.Equal(damaged, SqliteFile.Scalar<string>(directory.Database, "SELECT hex(settings) FROM guild_config WHERE guild_id = 1"));

            // The history is still readable, and the text restored from it is the same.
            var history = await host.Log.GetHistoryAsync(1, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal([4, 3, 1], history.Select(c => c.Revision));
            Assert.Equal(100UL, history[1].Before?.WelcomeChannelId);
        }
    }

    /// <summary>SQLite keeps whatever another program puts into a column; none of it may be read as "no channel" or as another id.</summary>
    [Theory]
    [Trait("Invariant", "8")]
    [InlineData("welcome_channel_id", "'abc'")]
    [InlineData("welcome_channel_id", "'12abc'")]
    [InlineData("welcome_channel_id", "1.5")]
    [InlineData("welcome_channel_id", "1e300")]
    [InlineData("welcome_channel_id", "x'0102'")]
    [InlineData("welcome_channel_id", "0")]
    [InlineData("settings", "x'7b7d'")]
    [InlineData("created_at", "'yesterday'")]
    [InlineData("updated_at", "1.25")]
    [InlineData("updated_at", "9223372036854775807")]
    [InlineData("revision", "1.5")]
    [InlineData("background_ref", "'no guid'")]
    public async Task ColumnOfAnotherType_IsDamageForThatGuildAloneAndStays(string column, string sqlValue)
    {
        using var directory = new TemporaryDirectory();
        await using (var first = await FaultHost.StartAsync(directory.Database))
        {
            await first.SetAsync(1, 100);
            await first.SetAsync(2, 200);
        }

        SqliteFile.Execute(directory.Database, $"PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on; UPDATE guild_config SET {column} = {sqlValue} WHERE guild_id = 1");
        var damaged = SqliteFile.Scalar<string>(directory.Database, $"SELECT quote({column}) FROM guild_config WHERE guild_id = 1");
        foreach (var preloads in new[] { false, true })
        {
            await using var host = await FaultHost.StartAsync(directory.Database, options => options.PreloadOnStartup = preloads);

            var unread = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.ReadAsync(1).AsTask());
            Assert.False(unread.IsTransient);
            Assert.Contains(column, unread.ToString(), StringComparison.Ordinal);
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.SetAsync(1, 101));
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.DeleteAsync(1, cancellationToken: TestContext.Current.CancellationToken));
            Assert.NotNull((await host.ReadAsync(2)).WelcomeChannelId);
            Assert.Equal(preloads ? 202UL : 201UL, (await host.SetAsync(2, preloads ? 202UL : 201UL)).WelcomeChannelId);
            Assert.Contains(await host.Maintenance.VerifyAsync(TestContext.Current.CancellationToken), problem => problem.StartsWith("Guild 1 cannot be read.", StringComparison.Ordinal));
        }

        Assert.Equal(damaged, SqliteFile.Scalar<string>(directory.Database, $"SELECT quote({column}) FROM guild_config WHERE guild_id = 1"));
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task UnreadableColumn_FailsForThatGuildAlone()
    {
        using var directory = new TemporaryDirectory();
        await using (var first = await FaultHost.StartAsync(directory.Database))
        {
            await first.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: TestContext.Current.CancellationToken);
            await first.SetAsync(2, 200);
        }

        SqliteFile.Execute(directory.Database, "PRAGMA foreign_keys = off; UPDATE background_asset SET id = 'no guid'; UPDATE guild_config SET background_ref = 'no guid' WHERE guild_id = 1");
        await using var host = await FaultHost.StartAsync(directory.Database, options => options.PreloadOnStartup = false);

        Assert.Equal(200UL, (await host.ReadAsync(2)).WelcomeChannelId);
        var unread = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.ReadAsync(1).AsTask());
        Assert.Contains(directory.Database, unread.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.SetAsync(1, 100));
        Assert.Equal(201UL, (await host.SetAsync(2, 201)).WelcomeChannelId);
        Assert.Equal("no guid", SqliteFile.Scalar<string>(directory.Database, "SELECT background_ref FROM guild_config WHERE guild_id = 1"));
    }
}
