using Microsoft.CodeAnalysis;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>Finds what makes a settings type mutable, by the rules that the library applies when a host starts.</summary>
/// <remarks>It sees less than a start (for example, no converters and contracts of the host's options), and does not report what it cannot see.</remarks>
internal sealed class ImmutabilityAnalysis
{
    /// <summary>A generic type may contain itself with different arguments each time, without end.</summary>
    private const int MaxDepth = 64;

    private static readonly HashSet<string> _leaves =
    [
        "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Guid", "System.Uri", "System.Version", "System.Half",
        "System.Int128", "System.UInt128", "System.Numerics.BigInteger", "System.Text.Rune", "System.Text.Json.JsonElement",
    ];

    private readonly HashSet<ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

    private ImmutabilityAnalysis()
    {
    }

    /// <summary>Returns the first member that makes a type mutable; <see langword="null"/> if it is immutable throughout.</summary>
    public static MutableMember? FindMutableMember(INamedTypeSymbol settings) => new ImmutabilityAnalysis().VisitObject(settings, path: "", depth: 0);

    private MutableMember? VisitObject(ITypeSymbol type, string path, int depth)
    {
        if (depth > MaxDepth || !_types.Add(type))
        {
            return null;
        }

        return StoredMember.AllOf(type).Select(stored =>
        {
            var memberPath = path + stored.Member.Name;
            return stored.IsReadOnly || type.IsValueType
                ? Visit(stored.Type, stored.Member, memberPath, depth + 1)
                : new MutableMember(stored.Member, memberPath, stored.Member is IPropertySymbol ? "can be set; make it init-only" : "can be changed; make it readonly", canBeSet: true);
        }).FirstOrDefault(found => found is not null);
    }

    private MutableMember? Visit(ITypeSymbol type, ISymbol member, string path, int depth)
    {
        if (IsLeaf(type))
        {
            return null;
        }

        if (type is INamedTypeSymbol { IsGenericType: true } generic && (generic.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || IsImmutableCollection(generic)))
        {
            return generic.TypeArguments.Select(argument => Visit(argument, member, path, depth)).FirstOrDefault(found => found is not null);
        }

        if (IsMutable(type))
        {
            return new MutableMember(member, path, $"is of the mutable type '{Text(type)}'; use {Instead(type)}", canBeSet: false);
        }

        if (MayBeAnotherType(type, member))
        {
            return new MutableMember(member, path, $"is of type '{Text(type)}', which may be another one at run time; use {(IsCollection(type) ? Instead(type) : "a sealed class")}", canBeSet: false);
        }

        return VisitObject(type, path + ".", depth);
    }

    private static bool IsLeaf(ITypeSymbol type)
        => type.TypeKind is TypeKind.Enum or TypeKind.Error or TypeKind.TypeParameter or TypeKind.Pointer or TypeKind.FunctionPointer
            || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr) or SpecialType.System_DateTime
            || _leaves.Contains(FullName(type));

    private static bool IsImmutableCollection(INamedTypeSymbol type)
        => type.ContainingType is null
            && (type.ContainingNamespace.ToDisplayString() == "System.Collections.Immutable"
                || FullName(type) is "System.Collections.Frozen.FrozenSet" or "System.Collections.Frozen.FrozenDictionary");

    /// <summary>Arrays and the framework's classes, of which only some are known to be immutable.</summary>
    private static bool IsMutable(ITypeSymbol type)
        => type.TypeKind is TypeKind.Array or TypeKind.Delegate or TypeKind.Dynamic
            || (type.TypeKind == TypeKind.Class && type.ContainingAssembly?.Name.StartsWith("System.", StringComparison.Ordinal) == true);

    /// <summary>Unless a class is sealed, its value may be of a derived class with more fields, if its contract is not the serializer's default.</summary>
    private static bool MayBeAnotherType(ITypeSymbol type, ISymbol member)
        => type.TypeKind == TypeKind.Interface || type.IsAbstract
            || (!type.IsSealed && !type.IsValueType
                && (HasAttribute(type, "JsonPolymorphicAttribute") || HasAttribute(type, "JsonDerivedTypeAttribute") || HasAttribute(type, "JsonConverterAttribute") || HasAttribute(member, "JsonConverterAttribute")));

    private static bool HasAttribute(ISymbol symbol, string name)
        => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == name && attribute.AttributeClass.ContainingNamespace.ToDisplayString() == "System.Text.Json.Serialization");

    private static bool IsCollection(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable);

    private static string Instead(ITypeSymbol type) => IsCollection(type) ? "an immutable or frozen collection" : "an immutable type";

    private static string Text(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string FullName(ITypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;
}
