using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Estimates, from its text, the heap size of a value of one type, excluding the field that holds it.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class ValueSize
{
    private readonly Lazy<IReadOnlyList<MemberSize>> _members;
    private readonly Lazy<ValueSize?> _item;
    private readonly Lazy<ValueSize?> _key;
    private readonly CollectionSize? _collection;
    private readonly long _instance;
    private readonly bool _isInline;

    private ValueSize(TypeContract contract, Dictionary<Type, ValueSize> known)
    {
        var type = contract.Type;
        _collection = ImmutabilityAnalysis.IsImmutableCollection(type) ? CollectionSize.Of(type) : null;
        _isInline = type.IsValueType;
        _instance = _isInline || type == typeof(string) ? 0 : HeapLayout.OfInstance(type);
        _members = new(() => contract.Kind == JsonTypeInfoKind.Object ? [.. contract.Members.Select(member => new MemberSize(Encoding.UTF8.GetBytes(member.Name), Of(member.Value, known)))] : []);
        _item = new(() => contract.Item is { } item ? Of(item, known) : null);
        _key = new(() => contract.Key is { } key ? Of(key, known) : null);
        HoldsText = type == typeof(string) || (contract.Kind == JsonTypeInfoKind.None && HeapLayout.HoldsReferences(type));
    }

    /// <summary>Gets whether a value holds its own text.</summary>
    private bool HoldsText { get; }

    public IReadOnlyList<MemberSize> Members => _members.Value;

    /// <summary>Gets the size of the object itself.</summary>
    public long Instance => _instance;

    /// <summary>Gets the size of a section, whose members have defaults; unlike values of the same type within it, which have none.</summary>
    public static ValueSize OfSection(TypeContract root) => new(root, []);

    /// <summary>Measures the value at the reader's position, and moves the reader to its end.</summary>
    public long Measure(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when _key.Value is { } key:
                return MeasureEntries(ref reader, key);
            case JsonTokenType.StartObject when Members.Count > 0:
                return MeasureMembers(ref reader);
            case JsonTokenType.StartArray when _item.Value is { } item:
                return MeasureItems(ref reader, item);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = reader.TokenStartIndex;
                reader.Skip();
                return _instance + HeapLayout.OfText((int)(reader.BytesConsumed - start));
            case JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False:
                return 0;
            default:
                return MeasureText(ref reader);
        }
    }

    private static ValueSize Of(TypeContract contract, Dictionary<Type, ValueSize> known)
        => known.TryGetValue(contract.Type, out var size) ? size : known[contract.Type] = new ValueSize(contract, known);

    private long MeasureText(ref Utf8JsonReader reader)
        => HoldsText ? _instance + HeapLayout.OfText(Encoding.UTF8.GetCharCount(reader.ValueSpan)) : 0;

    private long MeasureMembers(ref Utf8JsonReader reader)
    {
        var bytes = _instance;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = FindMember(ref reader, ref next);
            _ = reader.Read();
            if (member is null)
            {
                reader.Skip();
            }
            else
            {
                bytes += member.Value.Measure(ref reader) - member.DefaultBytes;
            }
        }

        return bytes;
    }

    /// <summary>Members are mostly in the order of their type.</summary>
    private MemberSize? FindMember(ref Utf8JsonReader reader, ref int next)
    {
        for (var i = 0; i < Members.Count; i++)
        {
            var member = Members[(next + i) % Members.Count];
            if (reader.ValueTextEquals(member.Name))
            {
                next += i + 1;
                return member;
            }
        }

        return null;
    }

    private long MeasureItems(ref Utf8JsonReader reader, ValueSize item)
    {
        var (bytes, count) = (0L, 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            bytes += item.Measure(ref reader);
            count++;
        }

        return bytes + OfCollection(count);
    }

    private long MeasureEntries(ref Utf8JsonReader reader, ValueSize key)
    {
        var (bytes, count) = (0L, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bytes += key.MeasureText(ref reader);
            _ = reader.Read();
            bytes += _item.Value!.Measure(ref reader);
            count++;
        }

        return bytes + OfCollection(count);
    }

    private long OfCollection(int count) => count > 0 && _collection is { } size ? size.Of(count) : 0;
}
