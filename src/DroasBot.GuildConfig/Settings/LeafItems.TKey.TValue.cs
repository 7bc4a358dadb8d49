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

        foreach (var (key, value) in entries)
        {
            if (!others.TryGetValue(key, out var other) || !EqualityComparer<TValue>.Default.Equals(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
