using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Compares the framework's collections of plain values without boxing each value: which is most of the comparing in an edit of a large section.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal abstract class LeafItems
{
    /// <summary>Collections that hold only their items, and a comparer.</summary>
    private static readonly Type[] _entries = [typeof(Dictionary<,>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), typeof(SortedDictionary<,>)];

    private static readonly Type[] _sequences = [typeof(List<>), typeof(ImmutableList<>), typeof(ImmutableArray<>)];

    /// <summary>Returns <see langword="null"/> for another type, or if equality does not cover the whole value of its items.</summary>
    public static LeafItems? TryCreate(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType() is { } item && IsPlain(item) ? Create(typeof(LeafItems<>), item) : null;
        }

        return type is not { IsGenericType: true } || !IsPlain(type.GenericTypeArguments[^1]) ? null
            : _entries.Contains(type.GetGenericTypeDefinition()) ? Create(typeof(LeafItems<,>), type.GenericTypeArguments)
            : _sequences.Contains(type.GetGenericTypeDefinition()) ? Create(typeof(LeafItems<>), type.GenericTypeArguments)
            : null;
    }

    /// <summary>Whether two collections of the type have equal items. If not, or if this cannot tell, the caller finds the difference.</summary>
    public abstract bool AreSame(object given, object read);

    private static LeafItems Create(Type definition, params Type[] arguments) => (LeafItems)Activator.CreateInstance(definition.MakeGenericType(arguments))!;

    /// <summary>Not, for example, DateTime, whose equality ignores its kind.</summary>
    private static bool IsPlain(Type type) => type == typeof(string) || type.IsPrimitive || type.IsEnum || type == typeof(Guid) || type == typeof(TimeSpan);
}
