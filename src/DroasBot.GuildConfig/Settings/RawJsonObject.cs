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

    private RawJsonObject(ReadOnlyMemory<byte> utf8, IEqualityComparer<string> names, bool allowsNamesTwice, int capacity = 0)
    {
        Utf8 = utf8;
        _members = new List<(string, JsonMember)>(capacity);
        _byName = new Dictionary<string, JsonMember>(capacity, names);
        var reader = new Utf8JsonReader(utf8.Span, AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is not a JSON object.");
        }

        _contentStart = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            AddMember(ref reader, allowsNamesTwice);
        }

        // Reading further detects text after the object, which is an error.
        _ = reader.Read();
    }

    public ReadOnlyMemory<byte> Utf8 { get; }

    public int Count => _members.Count;

    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>Finds the members of an object.</summary>
    /// <param name="utf8">The text; kept, not copied.</param>
    /// <param name="names">Compares names; ordinal if <see langword="null"/>.</param>
    /// <param name="allowsNamesTwice">Whether unknown names may occur twice.</param>
    /// <param name="capacity">The expected number of members.</param>
    /// <exception cref="JsonException">The text is not one JSON object, or has a name twice.</exception>
    public static RawJsonObject Parse(ReadOnlyMemory<byte> utf8, IEqualityComparer<string>? names = null, bool allowsNamesTwice = false, int capacity = 0)
        => new(utf8, names ?? StringComparer.Ordinal, allowsNamesTwice, capacity);

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

    /// <summary>Gets the object with several such edits, at the cost of one.</summary>
    public RawJsonObject With(OrderedDictionary<string, ReadOnlyMemory<byte>?> edits)
        => edits.Count == 0 ? this : new(TextWith(edits), _byName.Comparer, allowsNamesTwice: true);

    /// <summary>Gets the text of the object with edits.</summary>
    public ReadOnlyMemory<byte> TextWith(OrderedDictionary<string, ReadOnlyMemory<byte>?> edits)
    {
        if (edits.Count == 0)
        {
            return Utf8;
        }

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

            var from = hasMembers ? _members[i - 1].Member.End : start;
            output.Write(text[from..(isEdited ? valueStart : end)]);
            output.Write(isEdited ? value!.Value.Span : []);
            hasMembers = true;
        }

        foreach (var (name, value) in edits)
        {
            if (value is { } added && !_byName.ContainsKey(name))
            {
                output.Write(hasMembers ? ",\""u8 : "\""u8);
                output.Write(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
                output.Write("\":"u8);
                output.Write(added.Span);
                hasMembers = true;
            }
        }

        output.Write(text[(Count == 0 ? firstStart : _members[^1].Member.End)..]);
        return output.WrittenMemory;
    }

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

    private void AddMember(ref Utf8JsonReader reader, bool allowsNamesTwice)
    {
        var start = (int)reader.TokenStartIndex;
        var name = TextOf(ref reader);
        _ = reader.Read();
        var valueStart = (int)reader.TokenStartIndex;
        reader.Skip();
        var member = new JsonMember(start, valueStart, (int)reader.BytesConsumed);
        if (!_byName.TryAdd(name, member) && !allowsNamesTwice)
        {
            throw new JsonException($"It has the member {QuotedText.Of(name)} twice.");
        }

        _members.Add((name, member));
    }
}
