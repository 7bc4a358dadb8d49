using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The heap size of an immutable collection, without what its items refer to.</summary>
/// <param name="Fixed">The bytes of a nonempty collection; an empty one is shared.</param>
/// <param name="PerItem">The bytes per item.</param>
/// <param name="Small">The number of items up to which a frozen collection consists only of its arrays.</param>
internal readonly record struct CollectionSize(long Fixed, long PerItem, int Small = 0)
{
    /// <summary>The arrays, the hash table and the fields of a frozen collection.</summary>
    private const long FrozenBytes = 260;

    /// <summary>An item's hash, and its share of the buckets, of which there are one to two per item.</summary>
    private const long FrozenItemBytes = 16;

    /// <summary>The object, and its arrays of keys and values.</summary>
    private const long SmallFrozenBytes = 88;

    private const int SmallFrozenCount = 4;

    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    public static CollectionSize Of(Type type)
    {
        var items = type.GetGenericArguments().Sum(HeapLayout.OfSlot);
        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(ImmutableArray<>) ? new(HeapLayout.ArrayHeader, items)
            : definition == typeof(FrozenSet<>) || definition == typeof(FrozenDictionary<,>) ? new(FrozenBytes, items + FrozenItemBytes, SmallFrozenCount)
            : new(HeapLayout.OfInstance(type), HeapLayout.OfInstance(NodeOf(type)));
    }

    public long Of(int count) => HeapLayout.Align(count <= Small ? SmallFrozenBytes + (count * (PerItem - FrozenItemBytes)) : Fixed + (count * PerItem));

    /// <summary>The others are trees and chains, with one node per item.</summary>
    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    private static Type NodeOf(Type type)
        => ImmutabilityAnalysis.FieldsOf(type).Where(field => !field.IsStatic).Select(field => field.FieldType).FirstOrDefault(IsNode) ?? type;

    private static bool IsNode(Type type) => type.IsClass && type.Namespace == typeof(ImmutableArray).Namespace && type.Name.Contains("Node", StringComparison.Ordinal);
}
