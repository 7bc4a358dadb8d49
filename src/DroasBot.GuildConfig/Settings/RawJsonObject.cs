using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A JSON object as UTF-8 text, whose members can be replaced, added and removed without changing the text of the others. Immutable.</summary>
internal sealed class RawJsonObject
{
    /// <summary>The bytes that a member takes beyond its name and value: two quotes, a colon and a comma.</summary>
    public const int MemberPunctuation = 4;

    /// <summary>Text that is only passed through may be nested arbitrarily deep; deserialization sets a limit.</summary>
    public static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private readonly List<(string Name, JsonMember Member)> _members;
    private readonly Dictionary<string, JsonMember> _byName;
    private readonly int _contentStart;

    private RawJsonObject(ReadOnlyMemory<byte> utf8, IEqualityComparer<string> names, int contentStart, int capacity)
    {
        Utf8 = utf8;
        _members = new List<(string, JsonMember)>(capacity);
        _byName = new Dictionary<string, JsonMember>(capacity, names);
        _contentStart = contentStart;
    }

    public ReadOnlyMemory<byte> Utf8 { get; }

    public int Count => _members.Count;

    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>Gets the members with their positions, in the order of the text.</summary>
    public IReadOnlyList<(string Name, JsonMember Member)> Members => _members;

    /// <summary>Finds the members of an object.</summary>
    /// <param name="utf8">The text; kept, not copied.</param>
    /// <param name="names">Compares names; ordinal if <see langword="null"/>.</param>
    /// <param name="allowsNamesTwice">Whether unknown names may occur twice.</param>
    /// <param name="capacity">The expected number of members.</param>
    /// <exception cref="JsonException">The text is not one JSON object, or has a name twice.</exception>
    public static RawJsonObject Parse(ReadOnlyMemory<byte> utf8, IEqualityComparer<string>? names = null, bool allowsNamesTwice = false, int capacity = 0)
    {
        var reader = new Utf8JsonReader(utf8.Span, AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is not a JSON object.");
        }

        var parsed = new RawJsonObject(utf8, names ?? StringComparer.Ordinal, (int)reader.BytesConsumed, capacity);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, member) = ReadMember(ref reader);
            if (!parsed.Add(name, member) && !allowsNamesTwice)
            {
                throw new JsonException($"It has the member {QuotedText.Of(name)} twice.");
            }
        }

        // Reading further detects text after the object, which is an error.
        _ = reader.Read();
        return parsed;
    }

    public bool TryGet(string name, out ReadOnlyMemory<byte> value)
    {
        var found = _byName.TryGetValue(name, out var member);
        value = found ? Utf8[member.ValueStart..member.End] : default;
        return found;
    }

    /// <summary>Finds the position of a member.</summary>
    public bool TryFind(string name, out JsonMember member) => _byName.TryGetValue(name, out member);

    /// <summary>Gets the object with a member replaced in place, or added at the end; or, for <see langword="null"/>, removed with its comma.</summary>
    public RawJsonObject With(string name, ReadOnlyMemory<byte>? value) => With(new OrderedDictionary<string, ReadOnlyMemory<byte>?>(_byName.Comparer) { [name] = value });

    /// <summary>Gets the object with several such edits, at the cost of one. Nothing is parsed again: the positions of all members follow from the edits.</summary>
    /// <param name="edits">Valid JSON for each name.</param>
    public RawJsonObject With(OrderedDictionary<string, ReadOnlyMemory<byte>?> edits)
    {
        if (edits.Count == 0)
        {
            return this;
        }

        var members = new List<(string, JsonMember)>(Count + edits.Count);
        var edited = new RawJsonObject(Write(edits, members), _byName.Comparer, _contentStart, members.Count);
        foreach (var (name, member) in members)
        {
            edited.Add(name, member);
        }

        return edited;
    }

    /// <summary>Gets the text of the object with edits.</summary>
    /// <param name="edits">Valid JSON for each name.</param>
    public ReadOnlyMemory<byte> TextWith(OrderedDictionary<string, ReadOnlyMemory<byte>?> edits) => edits.Count == 0 ? Utf8 : Write(edits, members: null);

    /// <summary>Gets the name or string at the reader's position; unescaped only if it has no unpaired surrogate.</summary>
    public static string TextOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // It is valid JSON, and is only passed through.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    /// <summary>Gets how many bytes an edit adds; slightly less than that if the name needs escaping.</summary>
    private int Growth(KeyValuePair<string, ReadOnlyMemory<byte>?> edit)
    {
        var length = edit.Value?.Length ?? 0;
        return _byName.TryGetValue(edit.Key, out var member) ? length - (member.End - member.ValueStart) : length + edit.Key.Length + MemberPunctuation;
    }

    /// <param name="edits">The edits, at least one.</param>
    /// <param name="members">Gets the members of the result, if not <see langword="null"/>.</param>
    private ReadOnlyMemory<byte> Write(OrderedDictionary<string, ReadOnlyMemory<byte>?> edits, List<(string Name, JsonMember Member)>? members)
    {
        var text = Utf8.Span;
        var output = new ArrayBufferWriter<byte>(text.Length + edits.Sum(Growth));
        var firstStart = Count == 0 ? _contentStart : _members[0].Member.Start;
        output.Write(text[..firstStart]);
        var hasMembers = false;
        for (var i = 0; i < Count; i++)
        {
            var (name, (start, valueStart, end)) = _members[i];
            var isEdited = edits.TryGetValue(name, out var value);
            if (isEdited && value is null)
            {
                continue;
            }

            output.Write(hasMembers ? text[_members[i - 1].Member.End..start] : []);
            var newStart = output.WrittenCount;
            output.Write(text[start..valueStart]);
            var newValueStart = output.WrittenCount;
            output.Write(isEdited ? value!.Value.Span : text[valueStart..end]);
            members?.Add((name, new JsonMember(newStart, newValueStart, output.WrittenCount)));
            hasMembers = true;
        }

        foreach (var (name, value) in edits)
        {
            if (value is { } added && !_byName.ContainsKey(name))
            {
                output.Write(hasMembers ? ","u8 : []);
                var newStart = output.WrittenCount;
                output.Write("\""u8);
                output.Write(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
                output.Write("\":"u8);
                var newValueStart = output.WrittenCount;
                output.Write(added.Span);
                members?.Add((name, new JsonMember(newStart, newValueStart, output.WrittenCount)));
                hasMembers = true;
            }
        }

        output.Write(text[(Count == 0 ? firstStart : _members[^1].Member.End)..]);
        return output.WrittenMemory;
    }

    /// <returns>Whether no earlier member has the name.</returns>
    private bool Add(string name, JsonMember member)
    {
        _members.Add((name, member));
        return _byName.TryAdd(name, member);
    }

    private static (string Name, JsonMember Member) ReadMember(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var name = TextOf(ref reader);
        _ = reader.Read();
        var valueStart = (int)reader.TokenStartIndex;
        reader.Skip();
        return (name, new JsonMember(start, valueStart, (int)reader.BytesConsumed));
    }
}
