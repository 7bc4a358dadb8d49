using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The serializer contract of one type, as far as needed to scan its text without deserializing it.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class TypeContract
{
    private readonly TypeContracts _all;
    private readonly Lazy<IReadOnlyList<MemberContract>> _members;
    private readonly Lazy<Dictionary<string, MemberContract>> _byName;
    private readonly Lazy<bool> _needsScan;

    public TypeContract(TypeContracts all, JsonTypeInfo contract)
    {
        _all = all;
        Json = contract;
        IsPolymorphic = contract.PolymorphismOptions is not null;
        HasOwnConverter = contract.Converter.GetType().Assembly is var assembly && assembly != typeof(JsonSerializer).Assembly && assembly != typeof(TypeContract).Assembly;
        (Kind, KeyType, ItemType) = Classify(contract, IsPolymorphic);
        _members = new(() => Kind == JsonTypeInfoKind.Object ? [.. contract.Properties.Where(MemberContract.IsStored).Select(member => new MemberContract(all, member))] : []);
        _byName = new(() => Members.ToDictionary(member => member.Name, all.Names));
        _needsScan = new(FindNeedOfScan);
    }

    /// <summary>Gets the serializer's own contract.</summary>
    public JsonTypeInfo Json { get; }

    /// <summary>Gets the type; for a nullable value type, the underlying one.</summary>
    public Type Type => Json.Type;

    /// <summary>Gets the kind; <see cref="JsonTypeInfoKind.None"/> for types without visible structure.</summary>
    public JsonTypeInfoKind Kind { get; }

    public bool IsPolymorphic { get; }

    /// <summary>Gets whether the type has a converter other than the serializer's.</summary>
    public bool HasOwnConverter { get; }

    /// <summary>Gets whether the order of the items is irrelevant.</summary>
    public bool IsSet => Kind == JsonTypeInfoKind.Enumerable && Implements(typeof(ISet<>), typeof(IReadOnlySet<>));

    /// <summary>Gets the stored members, in order.</summary>
    public IReadOnlyList<MemberContract> Members => _members.Value;

    /// <summary>Gets the contract of the items, or of a dictionary's values.</summary>
    public TypeContract? Item => ItemType is null ? null : _all.Of(ItemType);

    /// <summary>Gets the annotations of the type itself.</summary>
    public IReadOnlyList<ValidationAttribute> Rules => field ??= [.. Type.GetCustomAttributes<ValidationAttribute>(inherit: true)];

    public TypeContract? Key => KeyType is null ? null : _all.Of(KeyType);

    public Type? ItemType { get; }

    /// <summary>Gets whether stored text of this type must be scanned before it is deserialized.</summary>
    public bool NeedsScan => _needsScan.Value;

    public bool TakesAnyMember => Json.Properties.Any(member => member.IsExtensionData);

    private Type? KeyType { get; }

    public MemberContract? Find(string name) => _byName.Value.GetValueOrDefault(name);

    /// <summary>Finds a member by its name in the host's code, or in JSON.</summary>
    public MemberContract? FindBySource(string name) => Members.FirstOrDefault(member => member.SourceName == name) ?? Find(name);

    /// <summary>Finds a member by name, ignoring case.</summary>
    public MemberContract? FindMeant(string name)
        => TakesAnyMember ? null : Members.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Name != name);

    /// <summary>Some collections' converters are this library's, so the serializer does not know what they hold.</summary>
    private static (JsonTypeInfoKind Kind, Type? Key, Type? Item) Classify(JsonTypeInfo contract, bool isPolymorphic)
    {
        var arguments = contract.Type.GenericTypeArguments;
        var converter = contract.Converter.GetType() is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : null;
        return isPolymorphic ? (JsonTypeInfoKind.None, null, null)
            : converter == typeof(FrozenSetConverter<>) ? (JsonTypeInfoKind.Enumerable, null, arguments[0])
            : converter == typeof(FrozenDictionaryConverter<,>) || converter == typeof(ImmutableDictionaryConverter<,>) ? (JsonTypeInfoKind.Dictionary, arguments[0], arguments[1])
            : (contract.Kind, contract.KeyType, contract.ElementType);
    }

    private bool Implements(params ReadOnlySpan<Type> definitions)
    {
        foreach (var type in Type.GetInterfaces().Append(Type))
        {
            if (type.IsGenericType && definitions.Contains(type.GetGenericTypeDefinition()))
            {
                return true;
            }
        }

        return false;
    }

    private bool FindNeedOfScan()
        => Kind == JsonTypeInfoKind.Object
            || Type.IsEnum || Type == typeof(double) || Type == typeof(float) || Type == typeof(Half)
            || (ItemType is not null && ItemType != Type && Item!.NeedsScan)
            || Key?.Type.IsEnum == true;
}
