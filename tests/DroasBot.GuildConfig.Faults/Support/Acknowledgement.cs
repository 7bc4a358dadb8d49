using System.Globalization;
using DroasBot.GuildConfig.Storage.Schema;
using Xunit;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>A writing node's report on one unit of work.</summary>
internal sealed record Acknowledgement(string Token, IReadOnlyList<string[]> Items)
{
    private const string End = ".";

    /// <summary>Reads a line; <see langword="null"/> if it is not a report, or was truncated by the kill.</summary>
    public static Acknowledgement? Parse(string line)
        => line.Split('|') is [var token, .. { Length: > 0 } items, End] ? new Acknowledgement(token, [.. items.Select(item => item.Split(','))]) : null;

    /// <summary>Whether the change log contains all of it, as reported and under consecutive revisions.</summary>
    public void AssertIn(ILookup<string?, ChangeRow> changesByReason)
    {
        var changes = changesByReason[Token].ToList();
        Assert.Equal(Items.Count, changes.Count);
        Assert.Equal(Items.Count - 1, changes[^1].Revision - changes[0].Revision);
        foreach (var (item, change) in Items.Zip(changes))
        {
            Assert.Equal(item[1], change.Guild?.ToString(CultureInfo.InvariantCulture));
            if (item[0] == "delete")
            {
                Assert.Equal(GuildConfigChangeKind.Deleted, change.Kind);
                Assert.Null(change.After);
                continue;
            }

            Assert.Equal(item[2], change.Revision.ToString(CultureInfo.InvariantCulture));
            Assert.Contains($"\"welcomeChannelId\":\"{item[3]}\"", change.After, StringComparison.Ordinal);
            if (item[4] == "-")
            {
                Assert.DoesNotContain("\"background\"", change.After, StringComparison.Ordinal);
            }
            else
            {
                Assert.Contains($"\"filePath\":\"{item[4]}\"", change.After, StringComparison.Ordinal);
            }
        }
    }
}
