using DroasBot.GuildConfig.Contract.Documentation;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed class TroubleshootingPageTests
{
    private static readonly List<string> _quoted =
    [
        .. MarkdownTable.ReadAll(Pages.ReadLines("docs/operate/troubleshooting.md"))
            .Where(table => table.Header[0] == "message")
            .SelectMany(table => table.Rows.Select(row => row[0].TrimStart('…', ' '))),
    ];

    [Fact]
    public void EveryQuotedMessage_IsInTheSource()
    {
        var invented = _quoted.Where(quoted => !SourceMessages.All.Any(message => IsQuoted(message, quoted))).ToList();

        Assert.True(invented.Count == 0, "Nothing in the source says:\n" + string.Join('\n', invented));
    }

    [Fact]
    public void EveryErrorAndWarningOfTheSource_IsQuoted()
    {
        Assert.True(SourceMessages.ToBeExplained.Count > 40, $"Only {SourceMessages.ToBeExplained.Count} messages were found. Are they looked for in the right place?");
        var unexplained = SourceMessages.ToBeExplained.Where(message => !_quoted.Any(quoted => IsQuoted(message, quoted))).ToList();

        Assert.True(unexplained.Count == 0, "docs/operate/troubleshooting.md does not explain:\n" + string.Join('\n', unexplained));
    }

    /// <summary>A page quotes the beginning of a message.</summary>
    private static bool IsQuoted(string message, string quoted)
        => message.TrimStart('…', ' ').StartsWith(quoted.TrimEnd('…', ' '), StringComparison.Ordinal);
}
