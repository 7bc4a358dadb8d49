using DroasBot.GuildConfig.Contract.Documentation;
using DroasBot.GuildConfig.Tests.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

public sealed class OptionsPageTests
{
    private const string Page = "docs/start/options.md";

    [Fact]
    public void Tables_OfGuildConfigOptions_MatchTheClasses()
        => Assert.Equal(
            DocumentedOption.Of(new GuildConfigOptions()).OrderBy(option => option.Name, StringComparer.Ordinal),
            OptionsOf(Page, table => table.Heading.StartsWith(nameof(GuildConfigOptions), StringComparison.Ordinal)));

    /// <summary>AddSettings checks their ranges, not attributes.</summary>
    [Fact]
    public void Table_OfGuildSettingsOptions_MatchesTheClass()
        => Assert.Equal(
            DocumentedOption.Of(new GuildSettingsOptions<ModerationSettings>()).Select(option => (option.Name, option.Default)).Order(),
            OptionsOf(Page, table => table.Heading == nameof(GuildSettingsOptions<ModerationSettings>)).Select(option => (option.Name, option.Default)));

    [Fact]
    public void EveryOption_HasAnEffect()
        => Assert.All(Tables(Page).SelectMany(table => table.Rows.Select(row => (table, row))), entry => Assert.NotEmpty(entry.table.Cell(entry.row, "effect")));

    private static IEnumerable<DocumentedOption> OptionsOf(string page, Func<MarkdownTable, bool> which)
        => from table in Tables(page).Where(which)
           from row in table.Rows
           orderby row[0]
           select new DocumentedOption(row[0], table.Cell(row, "default"), table.Cell(row, "range"));

    private static IEnumerable<MarkdownTable> Tables(string page)
        => MarkdownTable.ReadAll(Pages.ReadLines(page)).Where(table => table.Header[0] == "option");
}
