using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The serializer contract of one member of a type.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class MemberContract
{
    private readonly TypeContracts _all;
    private readonly Lazy<bool> _allowsNullItems;
    private readonly Lazy<IReadOnlyList<ValidationAttribute>> _rules;

    public MemberContract(TypeContracts all, JsonPropertyInfo json)
    {
        _all = all;
        Json = json;
        HasOwnConverter = json.CustomConverter is { } converter && converter.GetType().Assembly != typeof(MemberContract).Assembly;
        AllowsNull = HasOwnConverter || (json.PropertyType.IsValueType ? Nullable.GetUnderlyingType(json.PropertyType) is not null : json.IsGetNullable);
        _allowsNullItems = new(FindWhetherItemsMayBeNull);
        _rules = new(() => [.. Attributes<ValidationAttribute>().OrderBy(rule => rule is not RequiredAttribute)]);
    }

    public JsonPropertyInfo Json { get; }

    /// <summary>Gets the name in JSON.</summary>
    public string Name => Json.Name;

    /// <summary>Gets the property or field; <see langword="null"/> if the host's contract does not say.</summary>
    public MemberInfo? Source => Json.AttributeProvider as MemberInfo;

    /// <summary>Gets the name in the host's code.</summary>
    public string SourceName => Source?.Name ?? Name;

    /// <summary>Gets the display name of the member.</summary>
    public string Label => Attributes<DisplayAttribute>().FirstOrDefault()?.GetName() ?? SourceName;

    /// <summary>Gets the member's validation annotations, with <see cref="RequiredAttribute"/> first.</summary>
    public IReadOnlyList<ValidationAttribute> Rules => _rules.Value;

    public TypeContract Value => _all.Of(Json.PropertyType);

    /// <summary>Gets whether the member, in addition to its type, has a converter of the host.</summary>
    public bool HasOwnConverter { get; }

    /// <summary>Gets whether the member may be null, according to its nullability annotation.</summary>
    public bool AllowsNull { get; }

    /// <summary>Gets whether the items of a list, or the values of a dictionary, may be null.</summary>
    public bool AllowsNullItems => _allowsNullItems.Value;

    /// <summary>Whether a member can be written and read; others are computed.</summary>
    public static bool IsStored(JsonPropertyInfo member)
        => member.Get is not null && (member.Set is not null || member.AssociatedParameter is not null) && !member.IsExtensionData;

    /// <summary>Gets the attributes of the member, and of its record parameter.</summary>
    public IEnumerable<TAttribute> Attributes<TAttribute>()
        where TAttribute : Attribute
        => Of<TAttribute>(Json.AttributeProvider).Concat(Of<TAttribute>(Json.AssociatedParameter?.AttributeProvider));

    public object? Get(object owner) => Json.Get!(owner);

    private static IEnumerable<TAttribute> Of<TAttribute>(ICustomAttributeProvider? source)
        where TAttribute : Attribute
        => source?.GetCustomAttributes(typeof(TAttribute), inherit: true).Cast<TAttribute>() ?? [];

    private bool FindWhetherItemsMayBeNull()
    {
        var nullability = Source switch
        {
            PropertyInfo property => new NullabilityInfoContext().Create(property),
            FieldInfo field => new NullabilityInfoContext().Create(field),
            _ => null,
        };
        var items = nullability?.ElementType ?? nullability?.GenericTypeArguments.LastOrDefault();
        return items?.ReadState != NullabilityState.NotNull;
    }
}
