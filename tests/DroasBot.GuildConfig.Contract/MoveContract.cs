using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Transfer;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A whole database is moved into an empty one.</summary>
public abstract class MoveContract : StoreContract
{
    private const int Guilds = 40;

    /// <summary>Enough rows for the move to take a while.</summary>
    private const int ManyGuilds = 2000;

    /// <summary>Set <c>GUILD_CONFIG_MOVE_KILLS</c> to 50 for the long run, of a minute or two.</summary>
    private static readonly int _kills = Repetitions.Of("GUILD_CONFIG_MOVE_KILLS", 3);

    [Fact]
    public async Task RunAsync_EveryKindOfData_IsTheSameInTheTarget()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        var before = await StoredRows.ReadAsync(Store);
        var progress = new RecordedProgress<RowProgress>();

        var report = await MoveAsync(target, progress);

        Assert.Empty(report.Problems);
        Assert.Equal(before, await StoredRows.ReadAsync(target));
        Assert.Equal(before, await StoredRows.ReadAsync(Store));
        Assert.Equal(before.Count - 1, report.Rows.Values.Sum());
        Assert.Equal(new RowProgress(before.Count - 1, before.Count - 1), progress.All[^1]);
        var (from, to) = (await Store.StartNodeAsync(), await target.StartNodeAsync());
        Assert.Equal(await ExportAsync(from), await ExportAsync(to));
        Assert.Empty(await to.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
        Assert.Equal(report.Revision + 1, (await to.IncrementAsync(1, Token)).Revision);
    }

    /// <summary>Makes a node that knows one database notice the other.</summary>
    [Fact]
    public async Task RunAsync_Clock_GetsItsOwnEpochAndMark()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);

        await MoveAsync(target);

        const string Clock = "SELECT epoch, mark FROM guild_config_clock";
        var (source, copy) = ((await Store.QueryAsync(Clock))[0], (await target.QueryAsync(Clock))[0]);
        Assert.NotEqual(source[0], copy[0]);
        Assert.NotEqual(source[1], copy[1]);
        Assert.Equal(copy[1], await target.ScalarAsync<string>("SELECT mark FROM guild_config_change ORDER BY revision DESC LIMIT 1"));
    }

    [Fact]
    public async Task RunAsync_MigratedEmptyTarget_IsFilled()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        await (await target.StartNodeAsync()).DisposeAsync();

        Assert.Empty((await MoveAsync(target)).Problems);

        Assert.Equal(await StoredRows.ReadAsync(Store), await StoredRows.ReadAsync(target));
    }

    [Fact]
    public async Task RunAsync_BotHasTheEmptyTargetOpen_FollowsWhatIsFilled()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        var node = await target.StartNodeAsync();
        foreach (var guild in (ulong[])[1, 2, 4])
        {
            Assert.False((await node.Service.GetAsync(guild, Token)).Exists);
        }

        var report = await MoveAsync(target);

        // It may follow one change after another: guild 2 was deleted, and guild 4 is the last one to change.
        await Deadlines.UntilAsync(async () => (await node.Service.GetAsync(1, Token)).Exists && !(await node.Service.GetAsync(2, Token)).Exists && !(await node.Service.GetAsync(4, Token)).Exists);
        Assert.Equal(report.Revision + 1, (await node.IncrementAsync(1, Token)).Revision);
    }

    [Fact]
    public async Task RunAsync_TargetWithAGuild_IsRefusedWithItsCountsAndUnchanged()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        var node = await target.StartNodeAsync();
        await node.IncrementAsync(7, Token);
        await node.IncrementAsync(7, Token);
        var before = await StoredRows.ReadAsync(target);

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(target));

        Assert.Contains("is not empty: it has 1 rows in guild_config, 2 rows in guild_config_change.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await StoredRows.ReadAsync(target));
        Assert.Equal(3, (await node.IncrementAsync(7, Token)).Revision);
    }

    /// <summary>Its clock would go back.</summary>
    [Fact]
    public async Task RunAsync_TargetFromWhichEverythingWasRemoved_IsRefused()
    {
        await using var target = CreateTarget();
        await FillAsync(1);
        var node = await target.StartNodeAsync();
        await node.IncrementAsync(7, Token);
        await node.Get<IGuildConfigMaintenance>().EraseGuildAsync(7, Token);
        await target.ExecuteAsync("DELETE FROM guild_config_change");

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(target));

        Assert.Contains("is not empty: it has been at revision 2.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await node.IncrementAsync(7, Token)).Revision);
    }

    /// <summary>What a move does last only spares a bot some work.</summary>
    [Fact]
    public async Task RunAsync_TargetCannotBeSettled_IsComplete()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        var (from, real) = (Store.BuildNode(), target.BuildNode().Get<IDatabaseTransfer>());
        var to = target.BuildNode(register: services => services.AddSingleton<IDatabaseTransfer>(new UnsettledTransfer(real)));

        var report = await DatabaseMove.RunAsync(from.Services, to.Services, progress: null, Token).InTime();

        Assert.Empty(report.Problems);
        Assert.Equal(await StoredRows.ReadAsync(Store), await StoredRows.ReadAsync(target));
        Assert.True((await (await target.StartNodeAsync()).Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    public async Task RunAsync_OntoItself_IsRefused()
    {
        await FillAsync(Guilds);
        var before = await StoredRows.ReadAsync(Store);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => MoveAsync(Store));

        Assert.Contains("The source is the database", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await StoredRows.ReadAsync(Store));
    }

    [Fact]
    public async Task RunAsync_MissingSource_IsRefusedAndNothingIsCreated()
    {
        await using var target = CreateTarget();

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MoveAsync(target));

        Assert.Contains("does not exist", refused.Message, StringComparison.Ordinal);
        await FillAsync(1);
        Assert.Empty((await MoveAsync(target)).Problems);
    }

    /// <summary>Later changes are not in the copy, and writers do not wait.</summary>
    [Fact]
    public async Task RunAsync_BotWritesTheSource_CopiesAsOfOneInstant()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        var writer = await Store.StartNodeAsync();
        using var stop = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await writer.IncrementAsync((ulong)(++written % 5) + 1, CancellationToken.None);
                }
            },
            CancellationToken.None);

        var report = await MoveAsync(target);
        await stop.CancelAsync();
        await writing;

        Assert.Empty(report.Problems);
        Assert.Equal(report.Revision, await target.ScalarAsync<long>("SELECT max(revision) FROM guild_config_change"));
        Assert.Equal(report.Revision, await target.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsBotsOutUntilItIsRepeated()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MoveAsync(target, new Callback(_ => cancelled.Cancel()), cancelled.Token));

        await AssertKeptOutAsync(target);
        Assert.Empty((await MoveAsync(target)).Problems);
        Assert.Equal(await StoredRows.ReadAsync(Store), await StoredRows.ReadAsync(target));
    }

    /// <summary>Uses the default options, with which a start creates a missing database.</summary>
    [Fact]
    public async Task RunAsync_InProgress_NoBotStartsAndNoOtherMoveBegins()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);
        Task? meanwhile = null;

        var report = await MoveAsync(target, new Callback(progress =>
        {
            if (progress.Done == 0)
            {
                meanwhile = AssertKeptOutAsync(target);
                meanwhile.GetAwaiter().GetResult();
            }
        }));

        Assert.NotNull(meanwhile);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task RunAsync_TwoIntoOneTarget_DoNotMix()
    {
        await using var target = CreateTarget();
        await FillAsync(Guilds);

        var both = new[] { MoveAsync(target), MoveAsync(target) };
        await ((Task)Task.WhenAll(both)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var failed = Assert.Single(both, move => move.IsFaulted);
        Assert.IsType<GuildConfigStoreException>(failed.Exception!.InnerException);
        Assert.Empty((await Assert.Single(both, move => move.IsCompletedSuccessfully)).Problems);
        Assert.Equal(await StoredRows.ReadAsync(Store), await StoredRows.ReadAsync(target));
    }

    [Fact]
    public async Task Kill_AtRandomMoments_KeepsBotsOutAndTheRepeatedMoveSucceeds()
    {
        await FillAsync(ManyGuilds);
        var rows = await StoredRows.ReadAsync(Store);
        for (var kill = 1; kill <= _kills; kill++)
        {
            var random = new Random(kill);
            await using var target = CreateTarget();
            await using (var mover = await NodeProcess.StartAsync(polling: false, "move", Store.NodeDatabase, target.NodeDatabase))
            {
                await mover.SayAsync("go");
                await mover.ReadUntilAsync($"rows {random.Next(rows.Count / 1000)}");
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 60)), Token);
                await mover.KillAsync();
            }

            if (!await IsWholeAsync(target))
            {
                await AssertKeptOutAsync(target);
                Assert.Empty((await MoveAsync(target)).Problems);
            }

            Assert.Equal(rows, await StoredRows.ReadAsync(target));
        }
    }

    protected abstract ContractStore CreateTarget();

    private static async Task AssertKeptOutAsync(ContractStore target)
    {
        var node = target.BuildNode();
        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Services.InitializeGuildConfigAsync(cancellationToken: Token).InTime());
        Assert.False(refused.IsTransient);
        Assert.Contains("unfinished target of a move", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The process may have died after its last commit.</summary>
    private static async Task<bool> IsWholeAsync(ContractStore target) => await target.ScalarAsync<object>("SELECT count(*) FROM guild_config_migration") is 1L;

    private async Task<MoveReport> MoveAsync(ContractStore target, IProgress<RowProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        // Separate nodes, which are not started.
        var (from, to) = (Store.BuildNode(), target.BuildNode());
        return await DatabaseMove.RunAsync(from.Services, to.Services, progress, cancellationToken ?? Token).InTime();
    }

    /// <summary>Fills the source with three changes per guild, and one of everything else, and stops the node.</summary>
    private async Task FillAsync(int guilds)
    {
        var node = await Store.StartNodeAsync();
        await using (node)
        {
            var (configs, images, life) = (node.Service, node.Get<IGuildBackgroundStore>(), node.Get<IGuildConfigLifecycle>());
            var ids = Enumerable.Range(1, guilds).Select(number => (ulong)number).Append(ulong.MaxValue).ToList();
            using var picture = new MemoryStream(Pictures.Png(1));
            var content = await images.PutAsync(picture, Token);
            for (var round = 1; round <= 3; round++)
            {
                await Task.WhenAll(ids.Select(id => configs.UpdateAsync(
                    id,
                    editor =>
                    {
                        editor.WelcomeChannelId = (1UL << 63) + (ulong)round;
                        editor.ReplaceSettingsJson($$$"""{"greeting":{"text":"Grüße 👋 {{{id}}} \u0000 '\"","round":{{{round}}}}}""");
                        if (id % 5 == 0)
                        {
                            editor.SetBackground(content);
                        }
                        else if (id % 5 == 1)
                        {
                            editor.SetBackground($"welcome/{id}-{round}.png", "image/png");
                        }
                    },
                    new ChangeContext { ActorId = id, Reason = $"Runde {round} – 'ein' \"Grund\"" },
                    Token)));
            }

            await configs.DeleteAsync(2, cancellationToken: Token);
            await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
            await life.MarkLeftAsync(3, Token);
            await node.Get<IGuildConfigMaintenance>().EraseGuildAsync(4, Token);
        }
    }

    private static async Task<List<string>> ExportAsync(ContractNode node)
    {
        var lines = new List<string>();
        await foreach (var guild in node.Service.ListAsync(Token))
        {
            lines.Add($"{guild.GuildId}|{guild.WelcomeChannelId}|{guild.Background}|{guild.SettingsJson}|{guild.Revision}|{guild.CreatedAt:O}|{guild.UpdatedAt:O}");
            await foreach (var change in node.Log.GetHistoryAsync(guild.GuildId, Token))
            {
                lines.Add($"{change.Revision}|{change.Kind}|{change.ActorId}|{change.Reason}|{change.Before?.SettingsJson}|{change.After?.SettingsJson}|{change.ChangedAt:O}");
            }
        }

        return lines;
    }

    private sealed class UnsettledTransfer(IDatabaseTransfer inner) : IDatabaseTransfer
    {
        public Task<DatabaseSession> OpenSnapshotAsync(CancellationToken cancellationToken) => inner.OpenSnapshotAsync(cancellationToken);

        public Task<FillTransaction> OpenFillAsync(CancellationToken cancellationToken) => inner.OpenFillAsync(cancellationToken);

        public Task SettleAsync(CancellationToken cancellationToken) => Task.FromException(new FormatException("It cannot be settled."));
    }

    private sealed class Callback(Action<RowProgress> call) : IProgress<RowProgress>
    {
        public void Report(RowProgress value) => call(value);
    }
}
