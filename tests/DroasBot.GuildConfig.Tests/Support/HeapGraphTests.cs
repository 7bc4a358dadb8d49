using System.Collections.Immutable;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

public sealed class HeapGraphTests
{
    private static readonly string _shared = new('s', 100);

    [Fact]
    public void BytesOf_AnyObject_MatchesItsAllocation()
    {
        Check(static () => new object());
        Check(static () => new string('x', 17));
        Check(static () => new string('x', 18));
        Check(static () => new byte[5]);
        Check(static () => new ulong[3]);
        Check(static () => new[] { new object(), new object(), null });
        Check(static () => (object)12L);
        Check(static () => new Node(new string('a', 3), [1, 2], (new object(), 7)));
        Check(static () => new Node(_shared, [], (_shared, 7)));
        Check(static () => new[] { (new object(), 1), (new object(), 2) });
        Check(static () => new Dictionary<string, int>(10));
        Check(static () => new List<object>(4) { new() });
        Check(static () => ImmutableArray.Create(1, 2, 3));
        Check(static () => ImmutableList<int>.Empty.Add(1));
    }

    private static void Check(Func<object> make)
    {
        var twin = make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = make();
        Assert.Equal(GC.GetAllocatedBytesForCurrentThread() - before, HeapGraph.BytesOf(value, twin));
    }

    private sealed record Node(string Text, byte[] Bytes, (object Inner, int Number) Pair);
}
