using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A JSON object as UTF-8 text, whose members are replaced, added and removed without touching a byte of the others. Immutable.</summary>
internal sealed class RawJsonObject
{
    // What is only passed through may nest as deep as it likes; whoever deserializes it sets a limit.
    private static readonly JsonReaderOptions _readerOptions = new() { MaxDepth = int.MaxValue };

    private readonly OrderedDictionary<string, JsonMember> _members;
    private readonly int _contentStart;

    private RawJsonObject(ReadOnlyMemory<byte> utf8, IEqualityComparer<string> names)
    {
        Utf8 = utf8;
        _members = new OrderedDictionary<string, JsonMember>(names);
        var reader = new Utf8JsonReader(utf8.Span, _readerOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is not a JSON object.");
        }

        _contentStart = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            AddMember(ref reader);
        }

        // Reading on finds anything that follows the object, which is an error.
        _ = reader.Read();
    }

    public ReadOnlyMemory<byte> Utf8 { get; }

    public int Count => _members.Count;

    public IEnumerable<string> Names => _members.Keys;

    /// <summary>Finds the members of an object.</summary>
    /// <param name="utf8">The text; kept, not copied.</param>
    /// <param name="names">Decides which names are the same; ordinal if <see langword="null"/>.</param>
    /// <exception cref="JsonException">The text is not one JSON object, or has a name twice.</exception>
    public static RawJsonObject Parse(ReadOnlyMemory<byte> utf8, IEqualityComparer<string>? names = null)
        => new(utf8, names ?? StringComparer.Ordinal);

    public bool TryGet(string name, out ReadOnlyMemory<byte> value)
    {
        var found = _members.TryGetValue(name, out var member);
        value = found ? Utf8[member.ValueStart..member.End] : default;
        return found;
    }

    /// <summary>Gives the object with a member replaced where it stands, or added at the end.</summary>
    public RawJsonObject With(string name, ReadOnlySpan<byte> value)
    {
        if (_members.TryGetValue(name, out var member))
        {
            return Splice(member.ValueStart, member.End, value);
        }

        var quoted = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var end = Count == 0 ? _contentStart : _members.GetAt(Count - 1).Value.End;
        return Splice(end, end, [.. Count == 0 ? "\""u8 : ",\""u8, .. quoted.EncodedUtf8Bytes, .. "\":"u8, .. value]);
    }

    /// <summary>Gives the object without a member and the comma that went with it.</summary>
    public RawJsonObject Without(string name)
    {
        var index = _members.IndexOf(name);
        if (index < 0)
        {
            return this;
        }

        var (start, _, end) = _members.GetAt(index).Value;
        return index > 0 ? Splice(_members.GetAt(index - 1).Value.End, end, [])
            : Count > 1 ? Splice(start, _members.GetAt(1).Value.Start, [])
            : Splice(start, end, []);
    }

    private void AddMember(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var name = ReadName(ref reader);
        _ = reader.Read();
        var valueStart = (int)reader.TokenStartIndex;
        reader.Skip();
        if (!_members.TryAdd(name, new JsonMember(start, valueStart, (int)reader.BytesConsumed)))
        {
            throw new JsonException($"It has the member '{name}' twice.");
        }
    }

    private static string ReadName(ref Utf8JsonReader reader)
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
            // An unpaired surrogate is valid JSON, but no string. Nobody registers such a name: it only has to be passed through.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private RawJsonObject Splice(int start, int end, ReadOnlySpan<byte> replacement)
        => new((byte[])[.. Utf8.Span[..start], .. replacement, .. Utf8.Span[end..]], _members.Comparer);
}
