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
        using var inOrder = others.GetEnumerator();
        foreach (var (key, value) in entries)
        {
            var (otherKey, other) = inOrder.MoveNext() ? inOrder.Current : default;
            if ((!EqualityComparer<TKey>.Default.Equals(key, otherKey) && !others.TryGetValue(key, out other)) || !EqualityComparer<TValue>.Default.Equals(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
