using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Sample;

/// <summary>An export has every member that an editor sets, and an import brings it back.</summary>
public sealed class SnapshotMembersTransferTests : IDisposable
{
    private readonly SampleProgram _sample = new() { SharesProcess = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Members => [.. SnapshotMember.All.Select(member => member.Name)];

    public void Dispose() => _sample.Dispose();

    [Theory]
    [MemberData(nameof(Members))]
    public async Task ExportAndImport_MemberThatIsSet_ComesBack(string name)
    {
        var member = SnapshotMember.Named(name);
        var original = await WithAsync("from.db", configs => configs.UpdateAsync(1, member.Set, cancellationToken: Token));

        var export = await _sample.RunAsync("export", "guilds.jsonl", "--database", "from.db");
        var import = await _sample.RunAsync("import", "guilds.jsonl", "--database", "to.db");

        Assert.Equal((0, 0), (export.ExitCode, import.ExitCode));
        var copy = await WithAsync("to.db", configs => configs.GetAsync(1, Token).AsTask());
        Assert.True(Equals(Transferred(member.Of(original)), Transferred(member.Of(copy))), $"{name} was {member.Of(original)}, and is {member.Of(copy)}. See docs/changing.md.");
    }

    /// <summary>The identity of an asset, and when it was set, belong to a database.</summary>
    private static object? Transferred(object? value) => value is BackgroundAsset background ? (background.FilePath, background.MediaType) : value;

    private async Task<GuildConfigSnapshot> WithAsync(string database, Func<IGuildConfigService, Task<GuildConfigSnapshot>> use)
    {
        await using var provider = new ServiceCollection().AddGuildConfig("Data Source=" + _sample.PathOf(database)).Services.BuildServiceProvider();
        return await use(provider.GetRequiredService<IGuildConfigService>());
    }
}
