using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The parts of a type's values.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class ValueParts
{
    private const BindingFlags PublicInstance = BindingFlags.Instance | BindingFlags.Public;

    private static readonly string[] _comparerNames = ["Comparer", "KeyComparer", "ValueComparer"];

    public ValueParts(Type type, TypeContracts contracts)
    {
        var contract = contracts.TryGet(type);
        var members = contract is { Kind: JsonTypeInfoKind.Object } ? contract.Members : [];
        var shown = members.Select(member => member.Source).OfType<MemberInfo>().Select(Key).ToHashSet();
        All = [.. members.Select(member => new ValuePart(member.Name, member.Json.PropertyType, member.Get, IsField: false)), .. HiddenFields(type, shown)];
        Comparers = [.. _comparerNames.Select(name => type.GetProperty(name, PublicInstance)).OfType<PropertyInfo>()];
        IsLeaf = ImmutabilityAnalysis.IsLeaf(type);
        LeafItems = Settings.LeafItems.TryCreate(type);
        IsOfTheFramework = IsOfFramework(type);
        DecidesItself = OverridesEquals(type)
            && type is not { IsValueType: true, IsGenericType: true }
            && (IsOfTheFramework || contract is { HasOwnConverter: true });
    }

    public IReadOnlyList<ValuePart> All { get; }

    /// <summary>Gets the properties with the equality comparers of a collection.</summary>
    public IReadOnlyList<PropertyInfo> Comparers { get; }

    /// <summary>Gets whether a value of the type has no parts.</summary>
    public bool IsLeaf { get; }

    /// <summary>Gets the comparison of whole collections of the type; <see langword="null"/> if they are compared item by item.</summary>
    public LeafItems? LeafItems { get; }

    /// <summary>Gets whether to use the type's own equality: for framework types, and for types with a host's converter.</summary>
    public bool DecidesItself { get; }

    public bool IsOfTheFramework { get; }

    public static bool IsOfFramework(Type type) => type.Assembly.GetName().Name is { } assembly && assembly.StartsWith("System.", StringComparison.Ordinal);

    public static bool OverridesEquals(Type type)
        => type.GetMethod(nameof(Equals), PublicInstance, [typeof(object)])!.DeclaringType is { } owner && owner != typeof(object) && owner != typeof(ValueType);

    /// <summary>Gets the fields that no stored member exposes, except for those that the host ignores, and those of framework collections.</summary>
    private static IEnumerable<ValuePart> HiddenFields(Type type, HashSet<(string, Type?)> shown)
        => from field in ImmutabilityAnalysis.FieldsOf(type)
           let member = ImmutabilityAnalysis.MemberOf(field)
           where !shown.Contains(Key(member)) && !member.IsDefined(typeof(JsonIgnoreAttribute)) && !IsOfCollection(field)
           select new ValuePart(member.Name, field.FieldType, field.GetValue, IsField: true);

    private static bool IsOfCollection(FieldInfo field)
        => IsOfFramework(field.DeclaringType!) && typeof(IEnumerable).IsAssignableFrom(field.DeclaringType);

    private static (string Name, Type? Owner) Key(MemberInfo member) => (member.Name, member.DeclaringType);
}
