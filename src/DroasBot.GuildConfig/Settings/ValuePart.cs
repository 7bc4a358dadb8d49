using System.Collections;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>One member of a type, or one field that no member exposes.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed record ValuePart(string Name, Type Type, Func<object, object?> Get, bool IsField)
{
    /// <summary>A lock or a cache of a framework type, held only in a field, is not part of the value.</summary>
    public bool IsValue(object? held)
        => !IsField || held is null or IEnumerable || !ValueParts.IsOfFramework(held.GetType()) || held.GetType().IsValueType || ValueParts.OverridesEquals(held.GetType());
}
