using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>An export contains every member that an editor sets, and an import restores it.</summary>
public sealed class SnapshotMembersTransferTests : ToolTests
{
    public static TheoryData<string> Members => [.. SnapshotMember.All.Select(member => member.Name)];

    [Theory]
    [MemberData(nameof(Members))]
    public async Task ExportAndImport_SetMember_IsRestored(string name)
    {
        var member = SnapshotMember.Named(name);
        var original = await WithAsync(Tool.Database, configs => configs.UpdateAsync(1, member.Set, cancellationToken: Token));
        await SucceedAsync("init", "--database", Tool.PathOf("to.db"));

        await SucceedAsync("export", Tool.PathOf("guilds.jsonl"));
        await SucceedAsync("import", Tool.PathOf("guilds.jsonl"), "--database", Tool.PathOf("to.db"), "--yes");

        var copy = await WithAsync(Tool.PathOf("to.db"), configs => configs.GetAsync(1, Token).AsTask());
        Assert.True(Equals(Transferred(member.Of(original)), Transferred(member.Of(copy))), $"{name} was {member.Of(original)}, and is {member.Of(copy)}. See docs/contribute/changing.md.");
    }

    /// <summary>The identity of an asset, and the time when it was set, are specific to a database.</summary>
    private static object? Transferred(object? value) => value is BackgroundAsset background ? (background.FilePath, background.MediaType) : value;

    private static async Task<GuildConfigSnapshot> WithAsync(string database, Func<IGuildConfigService, Task<GuildConfigSnapshot>> use)
    {
        await using var provider = new ServiceCollection().AddGuildConfig("Data Source=" + database).Services.BuildServiceProvider();
        return await use(provider.GetRequiredService<IGuildConfigService>());
    }
}
