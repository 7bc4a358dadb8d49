using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed partial class ContributingPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Variables_OfTheTests_AreThoseOnThePage()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in SourceFiles.All.Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            found.UnionWith(Variable().Matches(await File.ReadAllTextAsync(Repository.Path(file), Token)).Select(match => match.Value));
        }

        Assert.Equal(found, Variable().Matches(string.Join('\n', Pages.ReadLines("docs/contribute/contributing.md"))).Select(match => match.Value).ToHashSet().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("GUILD_CONFIG_[A-Z_]*[A-Z]")]
    private static partial Regex Variable();
}
