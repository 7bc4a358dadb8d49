using DroasBot.GuildConfig.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteContextTests : ContextContract
{
    /// <summary>These do not save what is tracked, but write immediately; so the connection itself only reads.</summary>
    [Fact]
    public async Task ExecuteDeleteOrUpdate_OnAFile_IsRefusedByTheConnection()
    {
        var node = await Store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        await using var context = await OpenAsync(node);

        foreach (var write in (Func<Task>[])
            [
                () => context.Guilds.ExecuteDeleteAsync(Token),
                () => context.Guilds.ExecuteUpdateAsync(set => set.SetProperty(guild => guild.Settings, "{}"), Token),
                () => context.Database.ExecuteSqlAsync($"DELETE FROM guild_config", Token),
            ])
        {
            var refused = await Assert.ThrowsAsync<SqliteException>(write);
            Assert.Equal(raw.SQLITE_READONLY, refused.SqliteErrorCode);
        }

        Assert.Equal(1UL, (await context.Guilds.SingleAsync(Token)).WelcomeChannelId);
    }

    protected override ContractStore CreateStore() => new SqliteStore();
}
