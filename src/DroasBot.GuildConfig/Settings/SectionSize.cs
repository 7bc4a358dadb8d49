using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Tells, from the text of a section, what the parsed settings take on the heap, so that the cache can count them before they are parsed.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SectionSize
{
    private readonly ValueSize _settings;
    private readonly Dictionary<MemberSize, long> _defaults = [];
    private readonly long _allDefaults;

    /// <param name="root">The type of the settings.</param>
    /// <param name="defaults">Their defaults: each parsed section has copies of those that the guild has not set.</param>
    public SectionSize(TypeContract root, JsonElement defaults)
    {
        _settings = ValueSize.Of(root);
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(defaults));
        _ = reader.Read();
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = _settings.FindMember(ref reader, ref next);
            _ = reader.Read();
            if (member is null)
            {
                reader.Skip();
            }
            else
            {
                _defaults[member] = member.Value.Measure(ref reader);
            }
        }

        _allDefaults = _defaults.Values.Sum();
    }

    /// <summary>Measures the section at which the reader stands, and leaves the reader at its end.</summary>
    public long Measure(ref Utf8JsonReader reader)
    {
        var bytes = _settings.Instance + _allDefaults;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return bytes;
        }

        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = _settings.FindMember(ref reader, ref next);
            _ = reader.Read();
            if (member is null)
            {
                reader.Skip();
            }
            else
            {
                bytes += member.Value.Measure(ref reader) - _defaults.GetValueOrDefault(member);
            }
        }

        return bytes;
    }
}
