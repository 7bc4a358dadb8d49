using System.Collections.Immutable;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class LeafItemsTests
{
    private static readonly KeyValuePair<string, int>[] _entries = [new("a", 1), new("b", 2), new("c", 3)];

    [Fact]
    public void AreSame_AnyOrder_ComparesEachValueWithThatOfItsKey()
    {
        AssertSame(true, _entries);
        AssertSame(true, [.. _entries.Reverse()]);
        AssertSame(true, [_entries[1], _entries[0], _entries[2]]);
        AssertSame(false, [new("a", 1), new("b", 2), new("c", 4)]);
        AssertSame(false, [new("a", 2), new("b", 1), new("c", 3)]);
        AssertSame(false, [new("c", 3), new("b", 1), new("a", 2)]);
        AssertSame(false, [new("a", 1), new("b", 2), new("C", 3)]);
        AssertSame(false, [new("a", 1), new("b", 2)]);
        AssertSame(false, []);
    }

    private static void AssertSame(bool expected, KeyValuePair<string, int>[] others)
    {
        Assert.Equal(expected, AreSame(new Dictionary<string, int>(_entries), new Dictionary<string, int>(others)));
        Assert.Equal(expected, AreSame(_entries.ToImmutableDictionary(), others.ToImmutableDictionary()));
        Assert.Equal(expected, AreSame(_entries.ToImmutableSortedDictionary(), others.ToImmutableSortedDictionary()));
    }

    private static bool AreSame(object given, object read) => LeafItems.TryCreate(given.GetType())!.AreSame(given, read);
}
