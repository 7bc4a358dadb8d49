using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The stored text of one guild's settings: a JSON object with one member per section. Immutable.</summary>
/// <remarks>
/// A text that is not such an object is never discarded. The first edit moves it, as a string, to the member <see cref="RemainsMember"/> of a new
/// object; from then on, a section without its own member counts as damaged until the host sets or resets that section.
/// </remarks>
internal sealed class SettingsDocument
{
    /// <summary>No section can have this name: names begin with a letter.</summary>
    public const string RemainsMember = "$damaged";

    private readonly RawJsonObject _text;

    private SettingsDocument(RawJsonObject text, Exception? damage)
    {
        _text = text;
        Damage = damage;
    }

    /// <summary>Gets the fault of the text as a whole; <see langword="null"/> if it is an object.</summary>
    public Exception? Damage { get; }

    /// <summary>Gets whether a section that is not stored may be lost, rather than never set.</summary>
    public bool HasRemains => _text.TryGet(RemainsMember, out _);

    public static SettingsDocument Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <param name="text">The text; kept, not copied.</param>
    public static SettingsDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return new SettingsDocument(RawJsonObject.Parse(text), damage: null);
        }
        catch (JsonException damage)
        {
            return new SettingsDocument(RawJsonObject.Parse("{}"u8.ToArray()).With(RemainsMember, Quote(text.Span)), damage);
        }
    }

    public bool TryGet(string section, out ReadOnlyMemory<byte> stored) => _text.TryGet(section, out stored);

    /// <summary>Gets a stored section; <see langword="null"/> if there is none.</summary>
    public ReadOnlyMemory<byte>? Find(string section) => _text.TryGet(section, out var stored) ? new ReadOnlyMemory<byte>?(stored) : null;

    public IEnumerable<string> Sections => _text.Names;

    /// <summary>Finds a section whose name differs from a registered one only in case.</summary>
    public string? FindMisspelled(string section) => _text.Names.FirstOrDefault(name => name.Equals(section, StringComparison.OrdinalIgnoreCase) && name != section);

    /// <summary>Gets the document with sections replaced or, for <see langword="null"/>, removed.</summary>
    public SettingsDocument With(IEnumerable<(string Section, ReadOnlyMemory<byte>? Stored)> edits)
    {
        var members = new OrderedDictionary<string, ReadOnlyMemory<byte>?>();
        foreach (var (section, stored) in edits)
        {
            members[section] = stored is null && HasRemains ? "{}"u8.ToArray() : stored;
        }

        return new(_text.With(members), damage: null);
    }

    public ReadOnlyMemory<byte> Text => _text.Utf8;

    public override string ToString() => Encoding.UTF8.GetString(_text.Utf8.Span);

    private static ReadOnlyMemory<byte> Quote(ReadOnlySpan<byte> text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStringValue(text);
        }

        return buffer.WrittenMemory;
    }
}
