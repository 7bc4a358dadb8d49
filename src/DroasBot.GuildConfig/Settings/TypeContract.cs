using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>What the serializer does with one type, as far as its text can be looked through without deserializing it.</summary>
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

    /// <summary>Gets the type; of a nullable value, the value's.</summary>
    public Type Type => Json.Type;

    /// <summary>Gets <see cref="JsonTypeInfoKind.None"/> for whatever cannot be looked into.</summary>
    public JsonTypeInfoKind Kind { get; }

    public bool IsPolymorphic { get; }

    /// <summary>Gets whether a converter decides that is not the serializer's.</summary>
    public bool HasOwnConverter { get; }

    /// <summary>Gets whether the order of the items means nothing.</summary>
    public bool IsSet => Kind == JsonTypeInfoKind.Enumerable && Implements(typeof(ISet<>), typeof(IReadOnlySet<>));

    /// <summary>Gets the members that are stored, in their order.</summary>
    public IReadOnlyList<MemberContract> Members => _members.Value;

    /// <summary>Gets what the items are, or the values of a dictionary.</summary>
    public TypeContract? Item => ItemType is null ? null : _all.Of(ItemType);

    /// <summary>Gets the annotations of the type itself.</summary>
    public IReadOnlyList<ValidationAttribute> Rules => field ??= [.. Type.GetCustomAttributes<ValidationAttribute>(inherit: true)];

    public TypeContract? Key => KeyType is null ? null : _all.Of(KeyType);

    public Type? ItemType { get; }

    /// <summary>Gets whether stored text of this type must be looked through before it is deserialized.</summary>
    public bool NeedsScan => _needsScan.Value;

    public bool TakesAnyMember => Json.Properties.Any(member => member.IsExtensionData);

    private Type? KeyType { get; }

    public MemberContract? Find(string name) => _byName.Value.GetValueOrDefault(name);

    /// <summary>Finds a member by the name that it has in the host's code, or in JSON.</summary>
    public MemberContract? FindBySource(string name) => Members.FirstOrDefault(member => member.SourceName == name) ?? Find(name);

    /// <summary>Finds the member that somebody meant who did not know about upper and lower case.</summary>
    public MemberContract? FindMeant(string name)
        => TakesAnyMember ? null : Members.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Name != name);

    /// <summary>The frozen collections' converters are this library's, so the serializer does not know what they hold.</summary>
    private static (JsonTypeInfoKind Kind, Type? Key, Type? Item) Classify(JsonTypeInfo contract, bool isPolymorphic)
    {
        var arguments = contract.Type.GenericTypeArguments;
        var converter = contract.Converter.GetType() is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : null;
        return isPolymorphic ? (JsonTypeInfoKind.None, null, null)
            : converter == typeof(FrozenSetConverter<>) ? (JsonTypeInfoKind.Enumerable, null, arguments[0])
            : converter == typeof(FrozenDictionaryConverter<,>) ? (JsonTypeInfoKind.Dictionary, arguments[0], arguments[1])
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
