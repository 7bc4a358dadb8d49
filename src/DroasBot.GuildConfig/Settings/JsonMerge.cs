using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Makes a change of values in stored text, leaving alone what the change does not concern. Its cost is linear in the text.</summary>
/// <param name="setAside">Where values begin that were not read.</param>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class JsonMerge(IReadOnlySet<int> setAside)
{
    private static readonly JsonReaderOptions _anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>
    /// Gives the stored text with what differs between two values of it. Members that only the text has belong to another version of the host,
    /// which knows them, and stay; so do the bytes of members, and of items of a list, that do not differ.
    /// </summary>
    /// <param name="contract">What is known of the type; <see langword="null"/> for nothing.</param>
    /// <param name="stored">The text.</param>
    /// <param name="start">Where it begins in the section.</param>
    /// <param name="before">The value that was read from it.</param>
    /// <param name="after">The value that is to be read from what is returned.</param>
    public ReadOnlyMemory<byte> Apply(TypeContract? contract, ReadOnlyMemory<byte> stored, int start, JsonElement before, JsonElement after)
        => setAside.Contains(start) ? Text(after)
            : (before.ValueKind, after.ValueKind, stored.Span[0]) switch
            {
                (JsonValueKind.Object, JsonValueKind.Object, (byte)'{') when IsOfOneType(contract, before, after) => MergeObject(contract, stored, start, before, after),
                (JsonValueKind.Array, JsonValueKind.Array, (byte)'[') when contract is { Kind: JsonTypeInfoKind.Enumerable, IsSet: false } => MergeList(contract, stored, start, before, after),
                _ => Text(after),
            };

    public static ReadOnlyMemory<byte> Text(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    /// <summary>What a derived type does not know is not for another one.</summary>
    private static bool IsOfOneType(TypeContract? contract, JsonElement before, JsonElement after)
        => contract is not { IsPolymorphic: true }
            || (before.TryGetProperty(contract.Json.PolymorphismOptions!.TypeDiscriminatorPropertyName, out var old)
                && after.TryGetProperty(contract.Json.PolymorphismOptions.TypeDiscriminatorPropertyName, out var @new)
                && JsonElement.DeepEquals(old, @new));

    private ReadOnlyMemory<byte> MergeObject(TypeContract? contract, ReadOnlyMemory<byte> stored, int start, JsonElement before, JsonElement after)
    {
        var text = RawJsonObject.Parse(stored, allowsNamesTwice: true);
        var (old, @new) = (before.Members(), after.Members());
        var edits = new OrderedDictionary<string, ReadOnlyMemory<byte>?>();
        foreach (var name in old.Keys)
        {
            if (!@new.ContainsKey(name))
            {
                edits[name] = null;
            }
        }

        foreach (var (name, value) in @new)
        {
            var hasOld = old.TryGetValue(name, out var oldValue);
            if (!hasOld || !JsonElement.DeepEquals(oldValue, value))
            {
                edits[name] = hasOld && text.TryFind(name, out var member)
                    ? Apply(Inside(contract, name), stored[member.ValueStart..member.End], start + member.ValueStart, oldValue, value)
                    : Text(value);
            }
        }

        return text.With(edits).Utf8;
    }

    private static TypeContract? Inside(TypeContract? contract, string name)
        => contract?.Kind == JsonTypeInfoKind.Dictionary ? contract.Item : contract?.Find(name)?.Value;

    /// <summary>
    /// Items that stay what they were, at the list's beginning and end or in another place, keep their bytes. Between these, if their number is as before,
    /// each takes the place of the one that it replaces, and keeps what nobody here knows of it.
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
        var reader = new Utf8JsonReader(list.Span, _anyDepth);
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
