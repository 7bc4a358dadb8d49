using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Verification finds every fault of a database, and nothing else.</summary>
public abstract class VerificationContract : StoreContract
{
    private const ulong Unsigned = ulong.MaxValue;

    private static readonly int _verifications = Repetitions.Of("GUILD_CONFIG_VERIFICATIONS", 12);

    /// <summary>Each kind of damage, inflicted on the rows of <see cref="StartFilledNodeAsync"/>, with the expected findings.</summary>
    public static TheoryData<string, string[]> Damages => new()
    {
        { "INSERT INTO background_asset (id, file_path, media_type, created_at) VALUES ('00000000-0000-0000-0000-00000000000a', 'x.png', 'image/png', 0)", ["asset 00000000-0000-0000-0000-00000000000a belongs to no guild"] },
        { "UPDATE guild_config_clock SET revision = 10", ["Guild 2 has the revision 11, which the clock (10) has not given out", "revision 11 is one that the clock (10) has not given out", "revision 12 is one that the clock (10)"] },
        { "DELETE FROM guild_config_clock", [$"Guild {Unsigned} has", "Guild 1 has the revision 10, which the clock (missing)", "Guild 2 has", "The clock is missing"] },
        { "DELETE FROM guild_config_change WHERE guild_id = -1", [$"Guild {Unsigned} has the revision 9, but no change in the audit trail", "Revision 9 is missing"] },
        { "DELETE FROM guild_config_change WHERE revision = 10", ["Guild 1, at revision 10, does not match its newest change, revision 8", "Revision 10 is missing"] },
        { "UPDATE guild_config SET welcome_channel_id = 99 WHERE guild_id = 1", ["Guild 1, at revision 10, does not match its newest change, revision 10"] },
        { "UPDATE guild_config SET updated_at = updated_at + 1 WHERE guild_id = 1", ["Guild 1, at revision 10, does not match its newest change, revision 10"] },
        { "UPDATE guild_config SET background_ref = NULL WHERE guild_id = 2", ["belongs to no guild", "Guild 2, at revision 11, does not match its newest change, revision 11"] },
        { "INSERT INTO guild_config (guild_id, settings, created_at, updated_at, revision) VALUES (3, '{}', 0, 0, 6)", ["Guild 3, at revision 6, does not match its newest change, revision 7"] },
        { "DELETE FROM guild_config WHERE guild_id = -1", [$"Guild {Unsigned} is missing, although its newest change, revision 9, says that it exists"] },
        { "DELETE FROM guild_config_change WHERE revision IN (6, 8)", ["Revision 6 is missing", "Revision 8 is missing"] },
        { "DELETE FROM guild_config_change WHERE revision IN (4, 5, 6)", ["Revisions 4 to 6 are missing"] },
        { "UPDATE guild_config_clock SET revision = 14", ["Revisions 13 to 14 are missing"] },
        { "DELETE FROM guild_config_change WHERE revision = 12", ["Revision 12 is missing"] },
        { "UPDATE guild_config_clock SET pruned = 3", ["The audit trail has 12 changes, but 12 were made and 3 pruned."] },
        { "UPDATE guild_config_clock SET pruned = 1; DELETE FROM guild_config_change WHERE revision IN (6, 8)", ["Revision 6 is missing from the audit trail, where revision 7 follows it", "Revision 8 is missing", "The audit trail has 10 changes, but 12 were made and 1 pruned."] },
        { "INSERT INTO guild_config_change (revision, guild_id, kind, changed_at) VALUES (20, NULL, 4, 0)", ["revision 20 is one that the clock (12) has not given out"] },
        { "UPDATE guild_config_change SET \"before\" = '{' WHERE revision = 8", ["The change with revision 8 is damaged"] },
        { "UPDATE guild_config_change SET \"after\" = '{' WHERE revision = 10", ["The change with revision 10 is damaged"] },
        { "UPDATE guild_config_change SET \"after\" = NULL WHERE revision = 10", ["Guild 1, at revision 10, does not match its newest change, revision 10", "revision 10 was altered since it was written"] },
        { "UPDATE guild_config_change SET \"after\" = replace(\"after\", '\"2\"', '\"7\"') WHERE revision = 2", ["revision 2 was altered since it was written"] },
        { "UPDATE guild_config_change SET kind = 0 WHERE revision = 8", ["revision 8 was altered since it was written"] },
        { "UPDATE guild_config_change SET kind = 0, digest = NULL WHERE revision = 8", ["revision 8 is of kind Created, which does not match"] },
        { "UPDATE guild_config_change SET changed_at = changed_at + 1, digest = NULL WHERE revision = 8", ["revision 8 was made at a different time than its guild was updated"] },
        { "UPDATE guild_config_change SET actor_id = 9 WHERE revision = 8", ["revision 8 was altered since it was written"] },
        { "UPDATE guild_config_change SET \"before\" = '{\"revision\":1,\"createdAt\":0,\"updatedAt\":0,\"settings\":{}}' WHERE revision = 8", ["revision 8 changes when its guild was created", "revision 8 begins with a different configuration than its guild had after revision 2"] },
        { "UPDATE guild_config_change SET previous = NULL WHERE revision = 8", ["revision 8 is of kind Updated, which does not match", "revision 8 does not follow the guild's previous change, revision 2"] },
        { "UPDATE background_asset SET created_at = 9223372036854775807 WHERE id = (SELECT background_ref FROM guild_config WHERE guild_id = 2)", ["Guild 2 cannot be read"] },
        { "UPDATE guild_config_change SET \"after\" = replace(\"after\", '\"revision\":8', '\"revision\":7'), digest = NULL WHERE revision = 8", ["revision 8 leaves its guild at revision 7"] },
        { "UPDATE guild_config_change SET previous = NULL WHERE revision = 7", ["The change with revision 7 is damaged"] },
        { Settings("[1,2]"), ["The settings of guild 1 cannot be read. It is not a JSON object."] },
        { Settings("{\"a\":1,\"a\":2}"), ["The settings of guild 1 cannot be read. It has the member 'a' twice."] },
        { Settings("{\"greeting\":{\"times\":\"often\"}}"), ["The settings 'greeting' of guild 1 cannot be read"] },
        { Settings("{\"greeting\":{\"times\":0,\"text\":\"more than twenty characters\"}}"), ["The settings 'greeting' of guild 1 are not valid. greeting.text: "] },
        { Settings("{\"greeting\":{\"times\":null}}"), ["The settings 'greeting' of guild 1 are read with the default of 'times', which "] },
        { Settings("{\"$damaged\":\"{\"}"), ["The settings of guild 1 keep, under '$damaged', a text that could not be read"] },
        { Settings("{\"greeting\":{\"$v\":2,\"later\":true},\"unknown\":[]}"), [] },
    };

    [Fact]
    public async Task VerifyAsync_EverythingTheLibraryWrites_FindsNothing()
    {
        var node = await StartFilledNodeAsync();

        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
        Assert.Equal(12L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task VerifyAsync_EmptyDatabase_FindsNothing()
    {
        var node = await Store.StartNodeAsync();

        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task VerifyAsync_Damage_IsFoundAndNothingElse(string sql, string[] expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var node = await StartFilledNodeAsync();
        await Store.ExecuteAsync(sql);

        var problems = await Maintenance(node).VerifyAsync(Token);

        Assert.True(problems.Count == expected.Length, string.Join('\n', problems));
        Assert.All(expected.Zip(problems), pair => Assert.Contains(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task VerifyAsync_SeveralPages_FindsProblemsOnTheLast()
    {
        const int Guilds = 1100;
        var node = await Store.StartNodeAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, Guilds), Token, async (i, token) => await node.IncrementAsync(Unsigned - (ulong)i, token));
        await node.IncrementAsync(1, Token);
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));

        await Store.ExecuteAsync("UPDATE guild_config SET welcome_channel_id = 99 WHERE guild_id = 1; UPDATE guild_config_clock SET revision = 1100");

        Assert.Equal(3, (await Maintenance(node).VerifyAsync(Token)).Count);
    }

    /// <summary>A page holds 500 guilds; the highest possible id ends the last page.</summary>
    [Theory]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(501)]
    public async Task VerifyAsync_ProblemAtTheEdgeOfAPage_IsFoundOnce(int guild)
    {
        var node = await Store.StartNodeAsync();
        await Parallel.ForEachAsync(Enumerable.Range(1, 501), Token, async (i, token) => await node.IncrementAsync((ulong)i, token));
        await node.IncrementAsync(long.MaxValue, Token);
        await Store.ExecuteAsync($"UPDATE guild_config SET welcome_channel_id = 99 WHERE guild_id = {guild}");

        var problem = Assert.Single(await Maintenance(node).VerifyAsync(Token).InTime());

        Assert.StartsWith($"Guild {guild}, at revision", problem, StringComparison.Ordinal);
    }

    /// <summary>A page holds 200 changes.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(430)]
    public async Task VerifyAsync_GapOnALaterPage_IsFound(long revision)
    {
        var node = await Store.StartNodeAsync();
        await Task.WhenAll(Enumerable.Range(0, 450).Select(_ => node.IncrementAsync(1, Token)));
        await Store.ExecuteAsync($"DELETE FROM guild_config_change WHERE revision = {revision}");

        Assert.Equal([$"Revision {revision} is missing from the audit trail."], await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task VerifyAsync_MoreProblemsThanTheLimit_CountsTheRest()
    {
        var node = await Store.StartNodeAsync();
        var assets = Enumerable.Range(1, ProblemList.Longest + 7).Select(i => $"('{new Guid(i, 0, 0, new byte[8])}', 'x.png', 'image/png', 0)");
        await Store.ExecuteAsync("INSERT INTO background_asset (id, file_path, media_type, created_at) VALUES " + string.Join(',', assets));

        var problems = await Maintenance(node).VerifyAsync(Token);

        Assert.Equal(ProblemList.Longest + 1, problems.Count);
        Assert.StartsWith("There are 7 more problems.", problems[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_WhileOthersWriteAndPrune_FindsNothing()
    {
        var (node, other) = (await Store.StartNodeAsync(Patient), await Store.StartNodeAsync(Patient));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => WriteUntilAsync(writer % 2 == 0 ? node : other, writer, stop.Token)));
        var removed = new StrongBox<long>();
        var pruning = PruneUntilAsync(other, removed, stop.Token);

        for (var i = 0; i < _verifications || Volatile.Read(ref removed.Value) < 9 * _verifications; i++)
        {
            Assert.Empty(await Maintenance(node).VerifyAsync(Token));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing, pruning);
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));

        static void Patient(GuildConfigOptions options) => options.TransactionTimeout = Deadlines.Limit;
    }

    [Fact]
    public async Task VerifyAsync_PrunedBetweenTwoPages_FindsNothing()
    {
        var node = await Store.StartNodeAsync();
        for (var i = 0; i < 250; i++)
        {
            await Task.WhenAll(node.IncrementAsync(1, Token), node.IncrementAsync(2, Token));
        }

        var problems = new ProblemList();
        var check = new ChangeLogCheck(node.Get<SettingsRegistry>(), problems);
        await ReadPageAsync();
        Assert.False(check.IsDone);

        Assert.Equal(498, await Maintenance(node).PruneHistoryAsync(await AfterAllAsync(), Token));
        while (!check.IsDone)
        {
            await ReadPageAsync();
        }

        Assert.Empty(problems.ToList());

        async Task ReadPageAsync()
        {
            await node.Get<ReaderPool>().ReadAsync(
                check.Statement,
                async cursor =>
                {
                    while (await cursor.MoveNextAsync())
                    {
                        check.Visit(cursor.Row);
                    }

                    return true;
                },
                Token,
                check.BeginPage());
            check.EndPage();
        }

        // The millisecond of the last change must have passed.
        async Task<DateTimeOffset> AfterAllAsync()
        {
            var next = DateTimeOffset.FromUnixTimeMilliseconds(await Store.ScalarAsync<long>("SELECT max(changed_at) FROM guild_config_change") + 1);
            while (TimeProvider.System.GetUtcNow() < next)
            {
                await Task.Yield();
            }

            return next;
        }
    }

    [Fact]
    public async Task VerifyAsync_Cancelled_Throws()
    {
        var node = await Store.StartNodeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Maintenance(node).VerifyAsync(new CancellationToken(canceled: true)));
    }

    private static string Settings(string json)
        => $"UPDATE guild_config SET settings = '{json}' WHERE guild_id = 1;"
            + $"UPDATE guild_config_change SET \"after\" = replace(\"after\", '\"settings\":{{}}', '\"settings\":{(json.StartsWith('{') ? json : $"\"{json}\"")}'), digest = NULL WHERE revision = 10";

    private static IGuildConfigMaintenance Maintenance(ContractNode node) => node.Get<IGuildConfigMaintenance>();

    /// <summary>Guild 1 and one with the sign bit: changed; 2: with a background; 3: deleted; and two changes of all guilds.</summary>
    private async Task<ContractNode> StartFilledNodeAsync()
    {
        var node = await Store.StartNodeAsync(register: services => services.AddGuildConfig().AddSettings<GreetingSettings>("greeting"));
        await node.IncrementAsync(1, Token);
        await node.IncrementAsync(1, Token);
        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        await node.Service.UpdateAsync(2, e => e.Set(new GreetingSettings { Text = "howdy" }), cancellationToken: Token);
        await node.IncrementAsync(3, Token);
        await node.IncrementAsync(3, Token);
        await node.Service.DeleteAsync(3, cancellationToken: Token);
        await node.IncrementAsync(1, Token);
        await node.Service.GetOrCreateAsync(Unsigned, cancellationToken: Token);
        await node.IncrementAsync(1, Token);
        await node.Service.UpdateAsync(2, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);
        await node.Cache.RefreshAllAsync(everyNode: true, cancellationToken: Token);
        return node;
    }

    private static async Task WriteUntilAsync(ContractNode node, int writer, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var guild = (ulong)(((writer * 7) + i) % 40) + 1;
            Task write = (i % 9) switch
            {
                8 => node.Service.DeleteAsync(guild, cancellationToken: Token),
                4 => node.Service.UpdateAsync(guild, e => e.SetBackground($"{i}.png", "image/png"), cancellationToken: Token),
                _ => node.IncrementAsync(guild, Token),
            };
            await write;
        }
    }

    private static async Task PruneUntilAsync(ContractNode node, StrongBox<long> removed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Volatile.Write(ref removed.Value, removed.Value + await Maintenance(node).PruneHistoryAsync(TimeProvider.System.GetUtcNow().AddMilliseconds(-20), Token));
        }
    }
}
