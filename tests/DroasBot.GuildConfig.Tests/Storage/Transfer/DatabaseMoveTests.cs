using System.Text;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Schema.Migrations;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Storage.Transfer;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Transfer;

/// <summary>Sources that cannot be read, and targets that cannot be filled. What succeeds is in the contract.</summary>
public sealed class DatabaseMoveTests : IAsyncDisposable
{
    private const ulong Guild = 7;

    private static readonly string[] _laterMigrations = [InitialSchema.Id, "29990101000000_Later", "29990102000000_Latest"];

    private readonly SqliteStore _source = new();
    private readonly SqliteStore _target = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task RunAsync_UnreadableValue_NamesTheRowAndSucceedsOnceItIsRepaired()
    {
        await FillSourceAsync();
        await _source.ExecuteAsync($"UPDATE guild_config SET updated_at = 'later' WHERE guild_id = {Guild}");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync());

        Assert.Equal(
            $"The move from '{_source.File}' did not complete; that database is unchanged. The table guild_config cannot be read where guild_id is {Guild}. "
            + $"The database '{_source.File}' holds a value that cannot be read. Correct or restore the row; nothing was overwritten. "
            + $"(The column updated_at holds a text where a whole number belongs.) Nothing was copied into '{_target.File}', and no bot starts on it: "
            + "run the move again when the cause is gone, or delete it.",
            failure.Message);
        Assert.False(failure.IsTransient);
        Assert.Equal(0, await _target.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        await _source.ExecuteAsync("UPDATE guild_config SET updated_at = created_at");
        Assert.Empty((await MoveAsync()).Problems);
        Assert.Equal(await StoredRows.ReadAsync(_source), await StoredRows.ReadAsync(_target));
    }

    [Fact]
    public async Task RunAsync_UnreadablePage_NamesTheTableAndNoRow()
    {
        await FillSourceAsync();
        await _source.ExecuteAsync(
            $"WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < 500) INSERT INTO guild_config_change SELECT 100 + id, {ColumnsOf("guild_config_change", "'a reason of change ' || id")} FROM guild_config_change, n WHERE revision = 1");
        await SpoilPageWithAsync("a reason of change 300");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync());

        Assert.Contains($" The table guild_config_change cannot be read. The database '{_source.File}' is damaged. ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _target.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task RunAsync_SourceLacksATable_SaysSo()
    {
        await FillSourceAsync();
        await _source.ExecuteAsync("DROP TABLE guild_departure");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync());

        Assert.Contains($"that database is unchanged. The database '{_source.File}' lacks a table or a column of the library. ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SourceWithoutAClock_IsRefusedAndNothingIsCreated()
    {
        await FillSourceAsync();
        await _source.ExecuteAsync("DELETE FROM guild_config_clock");

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync());

        Assert.Contains("The table guild_config_clock is empty.", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_target.File));
    }

    [Fact]
    public async Task RunAsync_SourceOfAnOlderVersion_IsRefusedAndReleased()
    {
        await FillSourceAsync();
        var administration = new Mock<IDatabaseAdministration>();
        administration.Setup(database => database.KnownMigrations).Returns(_laterMigrations);

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(from: services => services.AddSingleton(administration.Object)));

        Assert.Equal(
            $"The database '{_source.File}' lacks the migrations 29990101000000_Later, 29990102000000_Latest. Start a bot of this version on it once, and then move it; nothing was changed.",
            refused.Message);
        Assert.False(refused.IsTransient);
        Assert.False(File.Exists(_target.File));

        // Only possible if no other connection is open.
        Assert.Equal("delete", await _source.ScalarAsync<string>("PRAGMA journal_mode = delete"));
    }

    [Fact]
    public async Task RunAsync_TargetOfAnOlderVersion_IsRefused()
    {
        await FillSourceAsync();
        var administration = new Mock<IDatabaseAdministration>();
        administration.Setup(database => database.KnownMigrations).Returns(_laterMigrations);
        administration.Setup(database => database.LookAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new DatabaseState(Exists: true, [InitialSchema.Id], HasForeignTables: false));

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(to: services => services.AddSingleton(administration.Object)));

        Assert.Equal(
            $"The database '{_target.File}' is not a new one: an older version of the library created it. Name one that does not exist, or is empty; nothing was changed.",
            refused.Message);
        Assert.False(refused.IsTransient);
        administration.Verify(database => database.LockForMigrationAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task RunAsync_MissingTargetThatMayNotBeCreated_IsRefusedAndNothingIsCreated()
    {
        await FillSourceAsync();

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(
            () => MoveAsync(to: services => services.Configure<GuildConfigOptions>(options => options.CreateIfMissing = false)));

        Assert.StartsWith($"The database '{_target.File}' does not exist.", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_target.File));
    }

    [Fact]
    public async Task RunAsync_TargetCannotBeMarked_FailsAndReleasesTheLock()
    {
        await FillSourceAsync();
        var held = new Mock<IDisposable>();
        var administration = new Mock<IDatabaseAdministration>();
        administration.Setup(database => database.KnownMigrations).Returns([InitialSchema.Id]);
        administration.Setup(database => database.MayCreate).Returns(true);
        administration.Setup(database => database.LookAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new DatabaseState(Exists: false, [], HasForeignTables: false));
        administration.Setup(database => database.LockForMigrationAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).ReturnsAsync(held.Object);
        administration.Setup(database => database.MigrateAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new SqliteException("disk full", SQLitePCL.raw.SQLITE_FULL));

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(to: services => services.AddSingleton(administration.Object)));

        Assert.StartsWith($"The database '{_target.File}' cannot grow: the disk is full.", failure.Message, StringComparison.Ordinal);
        held.Verify(only => only.Dispose(), Times.Once);
    }

    [Fact]
    public async Task RunAsync_TargetWithoutAClock_FailsAndKeepsBotsOut()
    {
        await FillSourceAsync();
        await (await _target.StartNodeAsync()).DisposeAsync();
        await _target.ExecuteAsync("DELETE FROM guild_config_clock");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync());

        Assert.Contains($"The database '{_target.File}' holds a value that cannot be read.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The table guild_config_clock is empty.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _target.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(2, await _target.ScalarAsync<long>("SELECT count(*) FROM guild_config_migration"));
    }

    [Fact]
    public async Task RunAsync_TargetCountsOtherRowsThanItWasGiven_FailsAndKeepsNothing()
    {
        await FillSourceAsync();

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(to: services => Wrap(services, fill => new MiscountedFill(fill))));

        Assert.Contains($"The table {StoredTables.Filled[0].Name} has ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" were copied into it. Nothing was copied", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Equal(0, await _target.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
    }

    [Fact]
    public async Task RunAsync_BotWritesToTheEmptyTargetMeanwhile_LeavesTheTargetToIt()
    {
        await FillSourceAsync();
        var node = await _target.StartNodeAsync();

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(to: services => Wrap(services, static fill => fill, () => node.IncrementAsync(1, Token))));

        Assert.Contains("is not empty: it has 1 rows in guild_config, 1 rows in guild_config_change.", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
        Assert.Equal(2, (await node.IncrementAsync(1, Token)).Revision);
        await using var next = await _target.StartNodeAsync();
        Assert.Equal(2UL, (await next.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    /// <summary>Somebody who has the target open keeps SQLite from emptying the log at the last close.</summary>
    [Fact]
    public async Task RunAsync_TargetIsOpenElsewhere_IsCompleteWithoutItsLog()
    {
        await FillSourceAsync();
        await (await _target.StartNodeAsync()).DisposeAsync();
        await using var other = SqliteFile.Open(_target.File);
        await other.ScalarAsync<long>("SELECT count(*) FROM guild_config", Token);

        await MoveAsync();

        Assert.Equal(0, new FileInfo(_target.File + "-wal").Length);
    }

    [Fact]
    public async Task RunAsync_ThousandsOfRows_ReportsEachThousand()
    {
        await FillSourceAsync();
        await _source.ExecuteAsync("WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < 2500) INSERT INTO guild_departure SELECT id, 1000000000000 FROM n");
        var progress = new RecordedProgress<RowProgress>();

        var rows = (await MoveAsync(progress)).Rows.Values.Sum();

        Assert.Equal([new(0, rows), new(1000, rows), new(2000, rows), new(rows, rows)], progress.All);
    }

    /// <summary>The columns of a table after its key, with another reason.</summary>
    private static string ColumnsOf(string table, string reason)
        => string.Join(", ", StoredTables.Filled.Single(found => found.Name == table).Columns.Skip(1).Select(column => column.Name == "reason" ? reason : column.Name));

    private static void Wrap(IServiceCollection services, Func<FillTransaction, FillTransaction> wrap, Func<Task>? before = null)
        => services.AddSingleton<IDatabaseTransfer>(provider => new WrappedTransfer(ActivatorUtilities.CreateInstance<SqliteTransfer>(provider), wrap, before));

    private Task<MoveReport> MoveAsync(IProgress<RowProgress>? progress = null, Action<IServiceCollection>? from = null, Action<IServiceCollection>? to = null)
        => DatabaseMove.RunAsync(_source.BuildNode(register: from).Services, _target.BuildNode(register: to).Services, progress, Token).InTime();

    private async Task FillSourceAsync()
    {
        await using var node = await _source.StartNodeAsync();
        await node.IncrementAsync(Guild, Token);
        await node.IncrementAsync(Guild + 1, Token);
    }

    private async Task SpoilPageWithAsync(string text)
    {
        var at = (await File.ReadAllBytesAsync(_source.File, Token)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(at >= SqliteFile.PageSize);
        SqliteFile.SpoilPage(_source.File, (at / SqliteFile.PageSize) + 1);
    }

    private sealed class WrappedTransfer(IDatabaseTransfer inner, Func<FillTransaction, FillTransaction> wrap, Func<Task>? before) : IDatabaseTransfer
    {
        public Task<DatabaseSession> OpenSnapshotAsync(CancellationToken cancellationToken) => inner.OpenSnapshotAsync(cancellationToken);

        public async Task<FillTransaction> OpenFillAsync(CancellationToken cancellationToken)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            return wrap(await inner.OpenFillAsync(cancellationToken));
        }

        public Task SettleAsync(CancellationToken cancellationToken) => inner.SettleAsync(cancellationToken);
    }

    private sealed class MiscountedFill(FillTransaction inner) : FillTransaction(inner.Session)
    {
        public override async Task<long> FillAsync(StoredTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
            => await inner.FillAsync(table, rows, cancellationToken) + 1;
    }
}
