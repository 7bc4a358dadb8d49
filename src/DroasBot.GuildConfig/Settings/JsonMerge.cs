using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Applies a change of values to stored text, and preserves everything else. Its cost is linear in the size of the text.</summary>
/// <param name="setAside">The start positions of values that were not read.</param>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class JsonMerge(IReadOnlySet<int> setAside)
{
    /// <summary>
    /// Gets the stored text with the differences between two values applied. Members that only the text has belong to another version of the host and
    /// stay; the bytes of members, and of list items, that do not differ also stay.
    /// </summary>
    /// <param name="contract">The contract of the type; <see langword="null"/> if unknown.</param>
    /// <param name="stored">The text.</param>
    /// <param name="start">Its start position in the section.</param>
    /// <param name="before">The value that was read from it.</param>
    /// <param name="after">The value to be read from the result.</param>
    public ReadOnlyMemory<byte> Apply(TypeContract? contract, ReadOnlyMemory<byte> stored, int start, JsonElement before, JsonElement after)
        => setAside.Contains(start) || HasNothingElse(stored, before) ? Text(after)
            : (before.ValueKind, after.ValueKind, stored.Span[0]) switch
            {
                (JsonValueKind.Object, JsonValueKind.Object, (byte)'{') when IsOfOneType(contract, before, after) => TryMergeInOrder(contract, stored, start, before, after) ?? MergeObject(contract, stored, start, before, after),
                (JsonValueKind.Array, JsonValueKind.Array, (byte)'[') when contract is { Kind: JsonTypeInfoKind.Enumerable, IsSet: false } => MergeList(contract, stored, start, before, after),
                _ => Text(after),
            };

    public static ReadOnlyMemory<byte> Text(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    /// <summary>Whether the text is exactly what is written for the value that was read from it, so that there is nothing to preserve.</summary>
    private static bool HasNothingElse(ReadOnlyMemory<byte> stored, JsonElement before) => JsonMarshal.GetRawUtf8Value(before).SequenceEqual(stored.Span);

    /// <summary>Members unknown to one derived type must not be carried over to another.</summary>
    private static bool IsOfOneType(TypeContract? contract, JsonElement before, JsonElement after)
        => contract is not { IsPolymorphic: true }
            || (before.TryGetProperty(contract.Json.PolymorphismOptions!.TypeDiscriminatorPropertyName, out var old)
                && after.TryGetProperty(contract.Json.PolymorphismOptions.TypeDiscriminatorPropertyName, out var @new)
                && JsonElement.DeepEquals(old, @new));

    /// <summary>Merges an object that has the same members, in the same order, in the text and in both values: the usual case, which needs no lookups.</summary>
    /// <returns>The text; <see langword="null"/> if they are not.</returns>
    private ReadOnlyMemory<byte>? TryMergeInOrder(TypeContract? contract, ReadOnlyMemory<byte> stored, int start, JsonElement before, JsonElement after)
    {
        var text = stored.Span;
        using var old = before.EnumerateObject();
        using var @new = after.EnumerateObject();
        var reader = new Utf8JsonReader(text, RawJsonObject.AnyDepth);
        var output = new ArrayBufferWriter<byte>(text.Length);
        var written = 0;
        for (_ = reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            if (!old.MoveNext() || !@new.MoveNext() || !IsCalled(old.Current, reader.ValueSpan) || !IsCalled(@new.Current, reader.ValueSpan))
            {
                return null;
            }

            _ = reader.Read();
            var valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!JsonElement.DeepEquals(old.Current.Value, @new.Current.Value))
            {
                var end = (int)reader.BytesConsumed;
                output.Write(text[written..valueStart]);
                output.Write(
                    @new.Current.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                        ? Apply(Inside(contract, @new.Current), stored[valueStart..end], start + valueStart, old.Current.Value, @new.Current.Value).Span
                        : JsonMarshal.GetRawUtf8Value(@new.Current.Value));
                written = end;
            }
        }

        if (old.MoveNext() || @new.MoveNext())
        {
            return null;
        }

        output.Write(text[written..]);
        return output.WrittenMemory;
    }

    private static bool IsCalled(JsonProperty member, ReadOnlySpan<byte> rawName) => JsonMarshal.GetRawUtf8PropertyName(member).SequenceEqual(rawName);

    private ReadOnlyMemory<byte> MergeObject(TypeContract? contract, ReadOnlyMemory<byte> stored, int start, JsonElement before, JsonElement after)
    {
        var old = before.Members();
        var text = RawJsonObject.Parse(stored, allowsNamesTwice: true, capacity: old.Count);
        var edits = new OrderedDictionary<string, ReadOnlyMemory<byte>?>(old.Count);
        foreach (var member in after.EnumerateObject())
        {
            var name = member.Name;
            var hasOld = old.Remove(name, out var oldValue);
            if (!hasOld || !JsonElement.DeepEquals(oldValue, member.Value))
            {
                edits[name] = hasOld && text.TryFind(name, out var place)
                    ? Apply(Inside(contract, member), stored[place.ValueStart..place.End], start + place.ValueStart, oldValue, member.Value)
                    : Text(member.Value);
            }
        }

        foreach (var gone in old.Keys)
        {
            edits[gone] = null;
        }

        return text.TextWith(edits);
    }

    private static TypeContract? Inside(TypeContract? contract, JsonProperty member)
        => contract?.Kind == JsonTypeInfoKind.Dictionary ? contract.Item : contract?.Find(member.Name)?.Value;

    /// <summary>
    /// Unchanged items, at the beginning and end of the list or moved, keep their bytes. Among the others, if their number is unchanged,
    /// each item replaces the one at its position, and keeps its unknown members.
    /// </summary>
    private ReadOnlyMemory<byte> MergeList(TypeContract contract, ReadOnlyMemory<byte> stored, int start, JsonElement before, JsonElement after)
    {
        var items = FindItems(stored);
        var (old, @new) = (before.EnumerateArray().ToArray(), after.EnumerateArray().ToArray());
        if (items.Count != old.Length)
        {
            return Text(after);
        }

        var first = 0;
        while (first < Math.Min(old.Length, @new.Length) && JsonElement.DeepEquals(old[first], @new[first]))
        {
            first++;
        }

        var last = 0;
        while (last < Math.Min(old.Length, @new.Length) - first && JsonElement.DeepEquals(old[^(last + 1)], @new[^(last + 1)]))
        {
            last++;
        }

        var moved = old.Length == @new.Length ? null : new MovedItems(old, items, first, old.Length - last);
        var output = new ArrayBufferWriter<byte>(stored.Length);
        output.Write("["u8);
        for (var i = 0; i < @new.Length; i++)
        {
            output.Write(i == 0 ? [] : ","u8);
            output.Write(
                i < first ? stored.Span[items[i]]
                : i >= @new.Length - last ? stored.Span[items[i + old.Length - @new.Length]]
                : moved is not null ? (moved.Take(@new[i]) is { } place ? stored.Span[place] : JsonMarshal.GetRawUtf8Value(@new[i]))
                : JsonElement.DeepEquals(old[i], @new[i]) ? stored.Span[items[i]]
                : Apply(contract.Item, stored[items[i]], start + items[i].Start.Value, old[i], @new[i]).Span);
        }

        output.Write("]"u8);
        return output.WrittenMemory;
    }

    private static List<Range> FindItems(ReadOnlyMemory<byte> list)
    {
        var items = new List<Range>();
        var reader = new Utf8JsonReader(list.Span, RawJsonObject.AnyDepth);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(start..(int)reader.BytesConsumed);
        }

        return items;
    }
}
