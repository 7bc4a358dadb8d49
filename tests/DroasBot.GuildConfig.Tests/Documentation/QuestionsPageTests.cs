using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed class QuestionsPageTests
{
    private const string Page = "docs/dashboard/questions.md";

    /// <summary>The context contract executes that class on each engine.</summary>
    [Fact]
    public void Examples_OfThePage_MatchTheTestedOnes()
    {
        var executed = Flatten(File.ReadLines(Repository.Path("tests/DroasBot.GuildConfig.Contract/Questions.cs")));
        var examples = CodeBlock.ReadAll(Page, Pages.ReadLines(Page)).Where(block => block.Language == "csharp" && block.Lines.Any(line => line.Contains(" context.", StringComparison.Ordinal))).ToList();

        Assert.True(examples.Count >= 6, "The page has fewer examples than it had.");
        Assert.All(examples, example => Assert.Contains(Flatten(example.Lines), executed, StringComparison.Ordinal));
    }

    private static string Flatten(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()));
}
