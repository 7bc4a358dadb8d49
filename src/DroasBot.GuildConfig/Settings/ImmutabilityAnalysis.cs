using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Finds the members of a type, and of all types in it, that make it mutable. It examines fields, so properties cannot hide anything.</summary>
/// <remarks>What cannot be proven immutable counts as mutable: then copies are handed out, which costs time but is always safe.</remarks>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class ImmutabilityAnalysis
{
    // Immutable to callers, whatever their fields.
    private static readonly FrozenSet<Type> _leaves = FrozenSet.Create(
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
        typeof(Guid), typeof(Uri), typeof(Version), typeof(Half), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Rune), typeof(JsonElement));

    private readonly HashSet<Type> _types = [];
    private readonly List<string> _mutableMembers = [];

    private readonly TypeContracts _contracts;

    /// <param name="root">The type.</param>
    /// <param name="contracts">The serializer contracts, which determine whether a member's value may be of a type other than the declared one.</param>
    public ImmutabilityAnalysis(TypeContract root, TypeContracts contracts)
    {
        _contracts = contracts;
        VisitObject(root.Type, path: "");
    }

    /// <summary>Gets the paths of the members that make the type mutable; none if it is immutable.</summary>
    public IReadOnlyList<string> MutableMembers => _mutableMembers;

    public static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || _leaves.Contains(type);

    public static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var owner = type; owner is not null && owner != typeof(object); owner = owner.BaseType)
        {
            foreach (var field in owner.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    public static bool IsImmutableCollection(Type type)
        => type is { IsGenericType: true, IsNested: false }
            && (type.Namespace == typeof(ImmutableArray).Namespace
                || type.GetGenericTypeDefinition() == typeof(FrozenSet<>)
                || type.GetGenericTypeDefinition() == typeof(FrozenDictionary<,>));

    /// <summary>Arrays, lists and the like; of the framework's classes, only those listed above are known to be immutable.</summary>
    private static bool IsMutable(Type type)
        => type.IsArray || (type.IsClass && ValueParts.IsOfFramework(type));

    /// <summary>Unless a class is sealed, a value may be of a derived class with its own fields, if the contract is not the serializer's plain one.</summary>
    private bool MayBeAnotherType(Type type, Type owner, MemberInfo member)
        => type.IsInterface || type.IsAbstract
            || (!type.IsSealed
                && (_contracts.TryGet(type) is not { IsPolymorphic: false, HasOwnConverter: false }
                    || _contracts.TryGet(owner)?.FindBySource(member.Name) is { HasOwnConverter: true }));

    /// <summary>Gets the property of a compiler-generated backing field; otherwise the field.</summary>
    public static MemberInfo MemberOf(FieldInfo field)
        => field.Name is ['<', .. var rest] && rest.IndexOf('>', StringComparison.Ordinal) is > 0 and var end
            && field.DeclaringType!.GetProperty(rest[..end], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } property
            ? property
            : field;

    private void Visit(Type type, Type owner, MemberInfo member, string path)
    {
        if (IsLeaf(type))
        {
            return;
        }

        if (IsImmutableCollection(type))
        {
            foreach (var item in type.GetGenericArguments())
            {
                Visit(item, owner, member, path);
            }
        }
        else if (IsMutable(type) || MayBeAnotherType(type, owner, member))
        {
            AddMutable(path);
        }
        else
        {
            VisitObject(type, path + ".");
        }
    }

    private void VisitObject(Type type, string path)
    {
        if (!_types.Add(type))
        {
            return;
        }

        foreach (var field in FieldsOf(type))
        {
            var member = MemberOf(field);
            var memberPath = path + member.Name;
            if (!field.IsInitOnly && !type.IsValueType)
            {
                AddMutable(memberPath);
            }
            else
            {
                // A struct is copied when it is handed out, so only what it refers to can be changed through the copy.
                Visit(field.FieldType, type, member, memberPath);
            }
        }
    }

    private void AddMutable(string path)
    {
        if (!_mutableMembers.Contains(path))
        {
            _mutableMembers.Add(path);
        }
    }
}
