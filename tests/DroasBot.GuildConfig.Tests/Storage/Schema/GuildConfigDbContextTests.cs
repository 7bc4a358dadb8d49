using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Schema;

public sealed class GuildConfigDbContextTests
{
    private const string Columns = """
        SELECT m.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' NOT NULL', '') || iif(c.pk, ' PK', '')
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'guild_config_migration' ORDER BY m.name, c.cid
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_AgainstTheMigrations_HasNoPendingChanges()
    {
        await using var host = await TestHost.StartAsync();
        await using var context = await host.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);

        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(Token));
    }

    [Fact]
    public async Task Schema_Columns_MatchTheDesign()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal(
            [
                "background_asset.id TEXT NOT NULL PK",
                "background_asset.file_path TEXT",
                "background_asset.content_hash TEXT",
                "background_asset.media_type TEXT NOT NULL",
                "background_asset.created_at INTEGER NOT NULL",
                "background_content.hash TEXT NOT NULL PK",
                "background_content.media_type TEXT NOT NULL",
                "background_content.width INTEGER NOT NULL",
                "background_content.height INTEGER NOT NULL",
                "background_content.length INTEGER NOT NULL",
                "background_content.bytes BLOB NOT NULL",
                "background_content.created_at INTEGER NOT NULL",
                "guild_config.guild_id INTEGER NOT NULL PK",
                "guild_config.welcome_channel_id INTEGER",
                "guild_config.background_ref TEXT",
                "guild_config.settings TEXT NOT NULL",
                "guild_config.created_at INTEGER NOT NULL",
                "guild_config.updated_at INTEGER NOT NULL",
                "guild_config.revision INTEGER NOT NULL",
                "guild_config_change.revision INTEGER NOT NULL PK",
                "guild_config_change.guild_id INTEGER",
                "guild_config_change.kind INTEGER NOT NULL",
                "guild_config_change.actor_id INTEGER",
                "guild_config_change.reason TEXT",
                "guild_config_change.changed_at INTEGER NOT NULL",
                "guild_config_change.before TEXT",
                "guild_config_change.after TEXT",
                "guild_config_change.previous INTEGER",
                "guild_config_change.mark TEXT",
                "guild_config_change.digest INTEGER",
                "guild_config_clock.id INTEGER NOT NULL PK",
                "guild_config_clock.revision INTEGER NOT NULL",
                "guild_config_clock.epoch TEXT NOT NULL",
                "guild_config_clock.mark TEXT NOT NULL",
                "guild_config_clock.pruned INTEGER NOT NULL",
                "guild_departure.guild_id INTEGER NOT NULL PK",
                "guild_departure.left_at INTEGER NOT NULL",
            ],
            await ReadAsync(host, Columns));
    }

    [Fact]
    public async Task Schema_RelationAndIndexes_MatchTheDesign()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal(
            ["background_asset.content_hash -> background_content.hash ON DELETE RESTRICT", "guild_config.background_ref -> background_asset.id ON DELETE RESTRICT"],
            await ReadAsync(
                host,
                """
                SELECT m.name || '.' || f."from" || ' -> ' || f."table" || '.' || f."to" || ' ON DELETE ' || f.on_delete
                FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name
                """));
        Assert.Equal(
            ["ix_background_asset_content_hash: content_hash", "ix_guild_config_change_guild_id_revision: guild_id, revision", "ux_guild_config_background_ref unique: background_ref"],
            await ReadAsync(
                host,
                """
                SELECT l.name || iif(l."unique", ' unique', '') || ': ' || (SELECT group_concat(i.name, ', ') FROM pragma_index_info(l.name) i)
                FROM sqlite_master m, pragma_index_list(m.name) l WHERE m.type = 'table' AND l.origin = 'c' ORDER BY l.name
                """));
        Assert.Empty(await ReadAsync(host, "SELECT name FROM sqlite_master WHERE type = 'trigger'"));
    }

    [Fact]
    public async Task Schema_NewDatabase_HasOneClockAtZeroWithItsOwnEpoch()
    {
        await using var first = await TestHost.StartAsync();
        await using var second = await TestHost.StartAsync();

        var clock = Assert.Single(await first.QueryAsync("SELECT id, revision, epoch, mark, pruned FROM guild_config_clock"));
        Assert.Equal((1L, 0L), ((long)clock[0]!, (long)clock[1]!));
        Assert.Matches("^[0-9a-f]{32}$", (string)clock[2]!);
        Assert.Matches("^[0-9a-f]{16}$", (string)clock[3]!);
        Assert.Equal(0L, clock[4]);
        Assert.NotEqual(clock[2], await second.ScalarAsync<string>("SELECT epoch FROM guild_config_clock"));
    }

    [Fact]
    public async Task Schema_NewDatabase_HasNoGuilds()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT (SELECT count(*) FROM guild_config) + (SELECT count(*) FROM background_asset) + (SELECT count(*) FROM guild_config_change)"));
    }

    private static async Task<List<object?>> ReadAsync(TestHost host, string sql) => [.. (await host.QueryAsync(sql)).Select(row => row[0])];
}
