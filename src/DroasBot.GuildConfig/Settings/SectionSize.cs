using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Estimates, from the text of a section, the heap size of the parsed settings, so that the cache can count them before they are parsed.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SectionSize
{
    private readonly ValueSize _settings;
    private readonly long _defaults;

    /// <param name="root">The type of the settings.</param>
    /// <param name="defaults">Their defaults, of which each parsed section has copies for the members that the guild has not set.</param>
    public SectionSize(TypeContract root, JsonElement defaults)
    {
        _settings = ValueSize.OfSection(root);
        foreach (var member in _settings.Members)
        {
            if (defaults.TryGetProperty(member.Name, out var value))
            {
                var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
                _ = reader.Read();
                member.DefaultBytes = member.Value.Measure(ref reader);
            }
        }

        _defaults = _settings.Members.Sum(member => member.DefaultBytes);
    }

    /// <summary>Measures the section at the reader's position, and moves the reader to its end.</summary>
    public long Measure(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject && _settings.Members.Count > 0)
        {
            return _defaults + _settings.Measure(ref reader);
        }

        reader.Skip();
        return _defaults + _settings.Instance;
    }
}
