using Microsoft.CodeAnalysis;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>A field, or the property whose backing field it is.</summary>
internal sealed class StoredMember(ISymbol member, ITypeSymbol type, bool isReadOnly)
{
    public ISymbol Member { get; } = member;

    public ITypeSymbol Type { get; } = type;

    public bool IsReadOnly { get; } = isReadOnly;

    /// <summary>The members of a type and of its base types.</summary>
    public static IEnumerable<StoredMember> AllOf(ITypeSymbol type)
    {
        for (var owner = type; owner is not null && owner.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); owner = owner.BaseType)
        {
            foreach (var member in owner.GetMembers().Where(member => !member.IsStatic))
            {
                if (TryCreate(member, isSource: owner.DeclaringSyntaxReferences.Length > 0) is { } stored)
                {
                    yield return stored;
                }
            }
        }
    }

    /// <summary>The compiler does not import private fields from metadata; the compiler-generated accessors reveal them.</summary>
    private static StoredMember? TryCreate(ISymbol member, bool isSource)
        => member switch
        {
            IFieldSymbol field when isSource || field.CanBeReferencedByName => new(field.AssociatedSymbol ?? field, field.Type, field.IsReadOnly),
            IPropertySymbol { GetMethod: { } getter } property when !isSource && IsWrittenByCompiler(getter)
                => new(property, property.Type, property.SetMethod is null or { IsInitOnly: true }),
            _ => null,
        };

    private static bool IsWrittenByCompiler(IMethodSymbol accessor) => accessor.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");
}
