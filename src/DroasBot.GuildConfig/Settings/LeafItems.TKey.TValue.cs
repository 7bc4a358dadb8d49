using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Compares dictionaries of plain values.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class LeafItems<TKey, TValue> : LeafItems
    where TKey : notnull
{
    public override bool AreSame(object given, object read)
    {
        if (given is not IReadOnlyDictionary<TKey, TValue> entries || read is not IReadOnlyDictionary<TKey, TValue> others || entries.Count != others.Count)
        {
            return false;
        }

        // Equal dictionaries nearly always have one order, in which nothing has to be looked up.
        return (given, read) is (ImmutableDictionary<TKey, TValue> one, ImmutableDictionary<TKey, TValue> other) && AreSameInOrder(one.GetEnumerator(), other.GetEnumerator())
            || AreSameInAnyOrder(entries, others);
    }

    /// <summary>Not by the interface: a boxed enumerator of this type copies a node of its tree to the heap at each step.</summary>
    private static bool AreSameInOrder(ImmutableDictionary<TKey, TValue>.Enumerator given, ImmutableDictionary<TKey, TValue>.Enumerator read)
    {
        try
        {
            while (given.MoveNext() && read.MoveNext())
            {
                var ((key, value), (otherKey, other)) = (given.Current, read.Current);
                if (!EqualityComparer<TKey>.Default.Equals(key, otherKey) || !EqualityComparer<TValue>.Default.Equals(value, other))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            given.Dispose();
            read.Dispose();
        }
    }

    private static bool AreSameInAnyOrder(IReadOnlyDictionary<TKey, TValue> given, IReadOnlyDictionary<TKey, TValue> read)
    {
        using var inOrder = read.GetEnumerator();
        foreach (var (key, value) in given)
        {
            var (otherKey, other) = inOrder.MoveNext() ? inOrder.Current : default;
            if ((!EqualityComparer<TKey>.Default.Equals(key, otherKey) && !read.TryGetValue(key, out other)) || !EqualityComparer<TValue>.Default.Equals(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
