using DroasBot.GuildConfig.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteContextTests : ContextContract
{
    /// <summary>EF Core treats this as a query, so the connection itself is read-only.</summary>
    [Fact]
    public async Task SqlQuery_ThatWrites_IsRefusedByTheConnection()
    {
        var node = await Store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        await using var context = await OpenAsync(node);

        var refused = await Assert.ThrowsAsync<SqliteException>(() => context.Database.SqlQuery<long>($"DELETE FROM guild_config RETURNING guild_id").ToListAsync(Token));

        Assert.Equal(raw.SQLITE_READONLY, refused.SqliteErrorCode);
        Assert.Equal(1UL, (await context.Guilds.SingleAsync(Token)).WelcomeChannelId);
    }

    protected override ContractStore CreateStore() => new SqliteStore();
}
