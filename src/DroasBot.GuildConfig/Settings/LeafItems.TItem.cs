using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Compares arrays and lists of plain values.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class LeafItems<TItem> : LeafItems
{
    public override bool AreSame(object given, object read)
        => given is IEnumerable<TItem> items && read is IEnumerable<TItem> others && items.SequenceEqual(others);
}
