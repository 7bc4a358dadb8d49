using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The contracts of all types in a section, each created once.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class TypeContracts(JsonSerializerOptions options)
{
    private readonly ConcurrentDictionary<Type, TypeContract> _contracts = new();

    public JsonSerializerOptions Options { get; } = options;

    /// <summary>Gets the comparer for member names.</summary>
    public StringComparer Names { get; } = options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Gets the maximum nesting depth of a value.</summary>
    public int MaxDepth { get; } = options.MaxDepth == 0 ? 64 : options.MaxDepth;

    /// <exception cref="NotSupportedException">The host's contract does not have the type.</exception>
    public TypeContract Of(Type type)
        => _contracts.GetOrAdd(Nullable.GetUnderlyingType(type) ?? type, static (actual, all) => new TypeContract(all, all.Options.GetTypeInfo(actual)), this);

    /// <summary>Returns <see langword="null"/> if the host's contract does not have the type.</summary>
    public TypeContract? TryGet(Type type)
        => _contracts.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var known) ? known
            : Options.TryGetTypeInfo(type, out _) ? Of(type)
            : null;
}
