using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A host's own LINQ queries: they return correct results, and change nothing.</summary>
public abstract class ContextContract : StoreContract
{
    private const ulong SignBit = 0x8000_0000_0000_0000;
    private const ulong Channel = 381870553235193857;
    private const ulong Admin = 80351110224678912;

    public static TheoryData<string, Func<GuildConfigDbContext, CancellationToken, Task>> Saves => new()
    {
        { "SaveChanges", (context, _) => Task.FromResult(context.SaveChanges()) },
        { "SaveChanges(bool)", (context, _) => Task.FromResult(context.SaveChanges(acceptAllChangesOnSuccess: false)) },
        { "SaveChangesAsync", (context, token) => context.SaveChangesAsync(token) },
        { "SaveChangesAsync(bool)", (context, token) => context.SaveChangesAsync(acceptAllChangesOnSuccess: false, token) },
    };

    /// <summary>These write immediately, without change tracking.</summary>
    public static TheoryData<string, Func<GuildConfigDbContext, CancellationToken, Task>> Commands => new()
    {
        { "ExecuteDelete", (context, _) => Task.FromResult(context.Guilds.ExecuteDelete()) },
        { "ExecuteDeleteAsync", (context, token) => context.Guilds.ExecuteDeleteAsync(token) },
        { "ExecuteUpdate", (context, _) => Task.FromResult(context.Guilds.ExecuteUpdate(set => set.SetProperty(guild => guild.WelcomeChannelId, 9UL))) },
        { "ExecuteUpdateAsync", (context, token) => context.Guilds.ExecuteUpdateAsync(set => set.SetProperty(guild => guild.WelcomeChannelId, 9UL), token) },
        { "ExecuteSql", (context, _) => Task.FromResult(context.Database.ExecuteSql($"DELETE FROM guild_config")) },
        { "ExecuteSqlAsync", (context, token) => context.Database.ExecuteSqlAsync($"DELETE FROM guild_config", token) },
    };

    [Fact]
    public async Task Questions_OfThePage_ReturnStoredData()
    {
        var node = await Store.StartNodeAsync();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = Channel, new ChangeContext { ActorId = Admin, Reason = "first" }, Token);
        await node.Service.UpdateAsync(SignBit + 2, e => e.WelcomeChannelId = Channel, new ChangeContext { ActorId = Admin }, Token);
        await node.Service.UpdateAsync(3, e => e.SetBackground("a.png", "image/png"), new ChangeContext { ActorId = 9 }, Token);
        await node.Service.UpdateAsync(3, e => e.WelcomeChannelId = SignBit, cancellationToken: Token);
        await node.Service.DeleteAsync(1, new ChangeContext { ActorId = Admin }, Token);
        await node.Log.RestoreAsync(1, revision: 1, cancellationToken: Token);
        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await using var context = await OpenAsync(node);

        Assert.Equal([1UL, SignBit + 2], (await Questions.AskGuildsThatUseAsync(context, Channel, Token)).Order().ToList());
        Assert.Equal([3UL], await Questions.AskGuildsThatUseAsync(context, SignBit, Token));
        Assert.Equal(
            new Dictionary<GuildConfigChangeKind, int>
            {
                [GuildConfigChangeKind.Created] = 3,
                [GuildConfigChangeKind.Updated] = 1,
                [GuildConfigChangeKind.Deleted] = 1,
                [GuildConfigChangeKind.Restored] = 1,
                [GuildConfigChangeKind.Refreshed] = 1,
            },
            await Questions.AskCountsAsync(context, Token));
        Assert.Equal([(1UL, 3), (3UL, 2), (SignBit + 2, 1)], (await Questions.AskBusiestAsync(context, Token)).Select(guild => (guild.GuildId!.Value, guild.Changes)));
        var decorated = Assert.Single(await Questions.AskGuildsWithABackgroundAsync(context, Token));
        Assert.Equal((3UL, "a.png"), (decorated.GuildId, decorated.Background?.FilePath));
        Assert.Equal([3UL, SignBit + 2], (await Questions.AskSomeGuildsAsync(context, SignBit + 2, 3, Token)).Select(guild => guild.GuildId).Order().ToList());
    }

    [Fact]
    public async Task ChangesOfADay_AtMidnight_BelongToTheNewDay()
    {
        var node = await Store.StartNodeAsync();
        for (var i = 0; i < 4; i++)
        {
            await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, new ChangeContext { ActorId = i == 2 ? 9 : Admin }, Token);
        }

        var day = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
        await MoveAsync(1, day);
        await MoveAsync(2, day.AddDays(1).AddMilliseconds(-1));
        await MoveAsync(3, day);
        await MoveAsync(4, day.AddDays(1));
        await using var context = await OpenAsync(node);

        Assert.Equal([1, 2], (await Questions.AskChangesOfADayAsync(context, Admin, Token)).Select(change => change.Revision));

        Task MoveAsync(int revision, DateTimeOffset time) => Store.ExecuteAsync($"UPDATE guild_config_change SET changed_at = {time.ToUnixTimeMilliseconds()} WHERE revision = {revision}");
    }

    [Fact]
    public async Task Rows_OfAGuild_MatchItsSnapshot()
    {
        var node = await Store.StartNodeAsync();
        var guild = await node.Service.UpdateAsync(
            ulong.MaxValue,
            e =>
            {
                e.WelcomeChannelId = SignBit;
                e.SetBackground("a.png", "image/png");
                e.ReplaceSettingsJson("""{"zz":[1]}""");
            },
            new ChangeContext { ActorId = SignBit + 1, Reason = "all of it" },
            Token);
        await using var context = await OpenAsync(node);

        var row = await context.Guilds.Include(g => g.Background).SingleAsync(g => g.GuildId == ulong.MaxValue, Token);
        var change = await context.Changes.SingleAsync(Token);
        var clock = await context.Clock.SingleAsync(Token);

        Assert.Equal((guild.GuildId, guild.WelcomeChannelId, guild.SettingsJson, guild.Revision), (row.GuildId, row.WelcomeChannelId, row.Settings, row.Revision));
        Assert.Equal((guild.CreatedAt, guild.UpdatedAt), (row.CreatedAt, row.UpdatedAt));
        Assert.Equal((guild.Background!.Id, guild.Background.FilePath, guild.Background.MediaType, guild.Background.CreatedAt), (row.BackgroundRef, row.Background!.FilePath, row.Background.MediaType, row.Background.CreatedAt));
        Assert.Equal((guild.GuildId, SignBit + 1, "all of it", guild.UpdatedAt), (change.GuildId ?? 0, change.ActorId ?? 0, change.Reason, (DateTimeOffset?)change.ChangedAt));
        Assert.Equal((1L, change.Mark), (clock.Revision, clock.Mark));
        Assert.Empty(await context.Departures.ToListAsync(Token));
        Assert.Empty(await context.Contents.ToListAsync(Token));
        Assert.Equal(row.BackgroundRef, (await context.Backgrounds.SingleAsync(Token)).Id);
    }

    [Fact]
    public async Task Ids_FromTheSignBitUp_AreFoundByEqualityAndOrderedFirst()
    {
        var node = await Store.StartNodeAsync();
        foreach (var id in (ulong[])[1, 2, SignBit - 1, SignBit, ulong.MaxValue])
        {
            await node.IncrementAsync(id, Token);
        }

        await using var context = await OpenAsync(node);

        Assert.Equal(SignBit, (await context.Guilds.SingleAsync(guild => guild.GuildId == SignBit, Token)).GuildId);
        Assert.Equal(ulong.MaxValue, (await context.Guilds.SingleAsync(guild => guild.GuildId == ulong.MaxValue, Token)).GuildId);
        Assert.Equal([SignBit, ulong.MaxValue, 1, 2, SignBit - 1], await context.Guilds.OrderBy(guild => guild.GuildId).Select(guild => guild.GuildId).ToListAsync(Token));
        Assert.Equal((SignBit, SignBit - 1), (await context.Guilds.MinAsync(guild => guild.GuildId, Token), await context.Guilds.MaxAsync(guild => guild.GuildId, Token)));
        Assert.Equal([SignBit, ulong.MaxValue, 1], await context.Guilds.Where(guild => guild.GuildId < 2).OrderBy(guild => guild.GuildId).Select(guild => guild.GuildId).ToListAsync(Token));
    }

    [Fact]
    public async Task ChangedAt_MembersOfATime_AreNotTranslated()
    {
        var node = await Store.StartNodeAsync();
        await using var context = await OpenAsync(node);

        await Assert.ThrowsAnyAsync<Exception>(() => context.Changes.Where(change => change.ChangedAt.Year == 2026).ToListAsync(Token));
        await Assert.ThrowsAnyAsync<Exception>(() => context.Changes.Where(change => change.ChangedAt.Date == DateTime.UnixEpoch).ToListAsync(Token));
    }

    [Fact]
    public async Task Query_RowChangedOutsideTheLibrary_IsReadFromTheDatabaseAndNotTracked()
    {
        var node = await Store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        await using var context = await OpenAsync(node);
        Assert.Equal(1UL, (await context.Guilds.SingleAsync(Token)).WelcomeChannelId);

        await Store.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 9");

        Assert.Equal(9UL, (await context.Guilds.SingleAsync(Token)).WelcomeChannelId);
        Assert.Equal(1UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Empty(context.ChangeTracker.Entries());
    }

    [Theory]
    [MemberData(nameof(Saves), DisableDiscoveryEnumeration = true)]
    public async Task SaveChanges_AnyOverload_IsRefusedNamingTheService(string overload, Func<GuildConfigDbContext, CancellationToken, Task> save)
    {
        ArgumentNullException.ThrowIfNull(save);
        var node = await Store.StartNodeAsync();
        await using var context = await OpenAsync(node);
        context.Add(new GuildConfigRow { GuildId = 5, Settings = "{}", Revision = 1 });

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => save(context, Token));

        Assert.True(refused.Message.Contains(nameof(IGuildConfigService), StringComparison.Ordinal), $"{overload}: {refused.Message}");
        Assert.Equal(0L, await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
    }

    [Theory]
    [MemberData(nameof(Commands), DisableDiscoveryEnumeration = true)]
    public async Task Command_ThatWrites_IsRefusedNamingTheService(string command, Func<GuildConfigDbContext, CancellationToken, Task> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        var node = await Store.StartNodeAsync();
        await node.IncrementAsync(1, Token);
        await using var context = await OpenAsync(node);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => execute(context, Token));

        Assert.True(refused.Message.Contains(nameof(IGuildConfigService), StringComparison.Ordinal), $"{command}: {refused.Message}");
        Assert.Equal(1UL, (await context.Guilds.SingleAsync(Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task Model_MigratedDatabase_HasNoPendingChanges()
    {
        var node = await Store.StartNodeAsync();
        await using var context = await OpenAsync(node);

        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(Token));
    }

    protected static Task<GuildConfigDbContext> OpenAsync(ContractNode node)
        => node.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);
}
