using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Each member that an editor sets is stored, loaded, recorded, restored and verified wherever a configuration passes; docs/contribute/changing.md lists the places.</summary>
public abstract class SnapshotMembersContract : StoreContract
{
    private const ulong Guild = 1;

    public static TheoryData<string> Members => [.. SnapshotMember.All.Select(member => member.Name)];

    public static TheoryData<string, string> Alterations
        => [.. SnapshotMember.All.SelectMany(member => member.Alterations.Select(sql => new TheoryDataRow<string, string>(member.Name, sql)))];

    [Fact]
    public void Members_OfASnapshot_AreAllTested()
    {
        var unknown = typeof(GuildConfigSnapshot).GetProperties().Select(property => property.Name).Except(SnapshotMember.All.Select(member => member.Name)).Except(SnapshotMember.NotSet).ToList();

        Assert.True(
            unknown.Count == 0,
            $"GuildConfigSnapshot has members that are not tested: {string.Join(", ", unknown)}. docs/contribute/changing.md (\"A member of GuildConfigSnapshot\") says what to change for one; then add it to SnapshotMember.All.");
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Value_SetByAnEdit_IsReturnedByEveryRead(string name)
    {
        var member = SnapshotMember.Named(name);
        var (node, follower) = (await Store.StartNodeAsync(), await Store.StartNodeAsync());
        var unset = member.Of(await follower.Service.GetAsync(Guild, Token));
        await using var probe = new ChangeProbe(follower.Services);

        var written = await node.Service.UpdateAsync(Guild, member.Set, cancellationToken: Token);
        var seen = await probe.NextAsync();

        var value = member.Of(written);
        Assert.NotEqual(unset, value);
        var (loading, preloading) = (await Store.StartNodeAsync(options => options.PreloadOnStartup = false), await Store.StartNodeAsync());
        AssertIs(value, "the cache of the node that wrote", await node.Service.GetAsync(Guild, Token));
        AssertIs(value, "a change that a watcher gets", seen.After);
        AssertIs(value, "the cache of a node that follows", await follower.Service.GetAsync(Guild, Token));
        AssertIs(value, "a load of one guild", await loading.Service.GetAsync(Guild, Token));
        Assert.Equal(1, preloading.Cache.GetStatistics().Count);
        AssertIs(value, "the preload", await preloading.Service.GetAsync(Guild, Token));
        AssertIs(value, "ListAsync", await node.Service.ListAsync(Token).SingleAsync(Token));
        AssertIs(value, "the history", (await node.Log.GetHistoryAsync(Guild, Token).SingleAsync(Token)).After);
        await node.Service.TransactAsync(async (transaction, token) => AssertIs(value, "a unit of work", await transaction.GetAsync(Guild, token)), cancellationToken: Token);

        var another = await node.Service.UpdateAsync(Guild, member.SetAnother, cancellationToken: Token);

        Assert.NotEqual(value, member.Of(another));
        var change = await loading.Log.GetHistoryAsync(Guild, Token).FirstAsync(Token);
        AssertIs(value, "the next change's before", change.Before);
        AssertIs(member.Of(another), "the next change's after", change.After);

        void AssertIs(object? expected, string where, GuildConfigSnapshot? found)
            => Assert.True(found is not null && Equals(expected, member.Of(found)), $"{where} has {(found is null ? "nothing" : member.Of(found))} as {name}, not {expected}. See docs/contribute/changing.md.");
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Value_SetTwice_IsOneChangeAndLeavesTheOthersAlone(string name)
    {
        var member = SnapshotMember.Named(name);
        var node = await Store.StartNodeAsync();
        var full = await SetAllAsync(node);

        var changed = await node.Service.UpdateAsync(Guild, member.SetAnother, cancellationToken: Token);
        var same = await node.Service.UpdateAsync(Guild, member.SetAnother, cancellationToken: Token);

        Assert.Equal((full.Revision + 1, full.Revision + 1), (changed.Revision, same.Revision));
        var loaded = await (await Store.StartNodeAsync()).Service.GetAsync(Guild, Token);
        Assert.All(SnapshotMember.All, other => Assert.Equal(other.Of(other == member ? changed : full), other.Of(loaded)));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Value_OfAnEarlierChange_IsRestored(string name)
    {
        var member = SnapshotMember.Named(name);
        var node = await Store.StartNodeAsync();
        var first = await node.Service.UpdateAsync(Guild, member.Set, cancellationToken: Token);
        await node.Service.UpdateAsync(Guild, member.SetAnother, cancellationToken: Token);

        var restored = await node.Log.RestoreAsync(Guild, first.Revision, cancellationToken: Token);
        var again = await node.Log.RestoreAsync(Guild, first.Revision, cancellationToken: Token);
        await node.Service.DeleteAsync(Guild, cancellationToken: Token);
        var revived = await node.Log.RestoreAsync(Guild, first.Revision, cancellationToken: Token);

        Assert.Equal(member.Of(first), member.Of(restored));
        Assert.Equal(restored.Revision, again.Revision);
        Assert.Equal(member.Of(first), member.Of(revived));
        var loaded = await (await Store.StartNodeAsync()).Service.GetAsync(Guild, Token);
        Assert.Equal((revived.Revision, member.Of(first)), (loaded.Revision, member.Of(loaded)));
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task VerifyAsync_StoredValueAlteredOutsideTheLibrary_IsReported(string name, string sql)
    {
        var node = await Store.StartNodeAsync();
        await SetAllAsync(node);
        Assert.Empty(await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token));

        await Store.ExecuteAsync(sql);

        var problems = await node.Get<IGuildConfigMaintenance>().VerifyAsync(Token);
        Assert.True(problems is [var problem] && problem.Contains("does not match its newest change", StringComparison.Ordinal), $"{name}: {string.Join('\n', problems)}");
    }

    private static Task<GuildConfigSnapshot> SetAllAsync(ContractNode node)
        => node.Service.UpdateAsync(
            Guild,
            editor =>
            {
                foreach (var member in SnapshotMember.All)
                {
                    member.Set(editor);
                }
            },
            cancellationToken: Token);
}
