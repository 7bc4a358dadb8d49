using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Estimates, erring upwards, the memory that parsed settings will take, so that the cache can count it before they are parsed.</summary>
internal sealed class SettingsSize
{
    // Object headers, references and lengths on a 64-bit machine.
    private const int ObjectBytes = 16;
    private const int ReferenceBytes = 8;
    private const int StringBytes = 24;

    // The largest node of an immutable collection, with a boxed or inlined key and value.
    private const int NodeBytes = 96;

    // A character takes two bytes; the third pays for the string around it, since the shortest member, "a":"", takes seven.
    private const int BytesPerCharacter = 3;

    private readonly long _instanceBytes;
    private readonly long _defaultsBytes;
    private readonly long _largestItemBytes;
    private readonly bool _hasText;
    private readonly bool _hasItems;

    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    public SettingsSize(Type type, ImmutabilityAnalysis graph, JsonElement defaults)
    {
        _instanceBytes = BytesOf(type);
        var others = graph.Types.Where(other => other != type && !ImmutabilityAnalysis.IsLeaf(other)).ToArray();
        _hasItems = others.Any(other => !other.IsValueType || ImmutabilityAnalysis.IsImmutableCollection(other));
        _largestItemBytes = others.Select(BytesOf).DefaultIfEmpty().Max();
        _hasText = graph.Types.Any(leaf => ImmutabilityAnalysis.IsLeaf(leaf) && !leaf.IsValueType);

        // A parsed section has copies of the defaults for what the guild has not set.
        _defaultsBytes = defaults.EnumerateObject()
            .Where(member => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object)
            .Sum(member => StringBytes + ContentBytes(member.Value.GetRawText()));
    }

    public static long BytesOf(string text) => (StringBytes + (2L * text.Length) + ReferenceBytes - 1) / ReferenceBytes * ReferenceBytes;

    /// <summary>Estimates the section when parsed from a text that holds it, and perhaps more.</summary>
    public long Estimate(ReadOnlySpan<char> json) => _instanceBytes + _defaultsBytes + ContentBytes(json);

    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    private static long BytesOf(Type type) => ObjectBytes + ImmutabilityAnalysis.FieldsOf(type).Sum(field => FieldBytes(field.FieldType));

    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    private static long FieldBytes(Type type)
        => !type.IsValueType || type.IsPrimitive || type.IsEnum ? ReferenceBytes
            : ImmutabilityAnalysis.IsLeaf(type) ? 2 * ReferenceBytes
            : ImmutabilityAnalysis.FieldsOf(type).Sum(field => FieldBytes(field.FieldType));

    private long ContentBytes(ReadOnlySpan<char> json)
    {
        var text = _hasText || _hasItems ? (long)BytesPerCharacter * json.Length : 0;
        var items = _hasItems
            ? (NodeBytes * (long)(json.Count(',') + json.Count('[') + json.Count('{'))) + (_largestItemBytes * json.Count('{'))
            : 0;
        return text + items;
    }
}
