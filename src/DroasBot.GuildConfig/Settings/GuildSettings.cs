using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>All settings of one guild: the stored JSON object, with sections parsed on first use. Immutable to all callers.</summary>
/// <remarks>The text is kept as UTF-8: it is most of what a cached guild takes, and a string of it would take twice as much.</remarks>
internal class GuildSettings
{
    public const string EmptyJson = "{}";

    public static ReadOnlySpan<byte> EmptyText => "{}"u8;

    /// <summary>The header of this object and its three references.</summary>
    private const int ObjectBytes = 40;

    private readonly byte[] _text;

    private object?[]? _shared;

    public GuildSettings(SettingsRegistry registry, byte[] text, object?[]? shared = null)
    {
        Registry = registry;
        _text = text;
        _shared = shared;
    }

    public SettingsRegistry Registry { get; }

    /// <summary>Gets the stored text, unchanged.</summary>
    public ReadOnlyMemory<byte> Text => _text;

    /// <summary>Gets the stored text as a string: a new one each time.</summary>
    public string Json => Encoding.UTF8.GetString(_text);

    /// <summary>Gets the defaults for these settings if they differ from the current ones: in the history. In the format of <see cref="SettingsRegistry.DefaultsText"/>.</summary>
    public virtual string? HeldDefaults => null;

    /// <summary>Gets an estimate of the memory that these settings take in addition to the shared defaults, including parsed values.</summary>
    public long EstimatedBytes
    {
        get
        {
            if (ReferenceEquals(this, Registry.Defaults))
            {
                return 0;
            }

            return ObjectBytes + HeapLayout.ArrayHeader + (IntPtr.Size * Registry.Sections.Count) + HeapLayout.OfBytes(_text.Length) + Registry.EstimateParsed(_text);
        }
    }

    public static GuildSettings CreateDefaults(SettingsRegistry registry)
        => new(registry, EmptyText.ToArray(), [.. registry.Sections.Select(section => section.SharedDefaults)]);

    /// <exception cref="ArgumentException">The type is not registered.</exception>
    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public TSettings Get<TSettings>(ulong guildId)
        where TSettings : class, new()
    {
        var slot = SettingsSlot<TSettings>.In(Registry);

        // A slot has its own index, so the cast is always valid; a checked cast would be most of the cost.
        return _shared is { } shared && shared[slot.Index] is { } value ? Unsafe.As<TSettings>(value) : Read(slot, guildId);
    }

    /// <summary>Gets the section if it has been parsed and its value is shared.</summary>
    public TSettings? TryGetParsed<TSettings>(SettingsSlot<TSettings> slot)
        where TSettings : class, new()
        => (TSettings?)_shared?[slot.Index];

    public bool HasSameText(GuildSettings other) => _text.AsSpan().SequenceEqual(other._text);

    /// <summary>Copies the parsed values, so that they need not be parsed again for another version of these settings.</summary>
    public object?[] CopyShared() => (object?[]?)_shared?.Clone() ?? new object?[Registry.Sections.Count];

    /// <summary>Lists the sections that are set.</summary>
    public override string ToString()
        => SettingsDocument.Parse(Text) is { Damage: null } document && document.Sections.ToList() is { Count: > 0 } names ? string.Join(' ', names.Select(QuotedText.Of))
            : _text.AsSpan().SequenceEqual(EmptyText) ? "none" : "damaged";

    private TSettings Read<TSettings>(SettingsSlot<TSettings> slot, ulong guildId)
        where TSettings : class, new()
    {
        var settings = Parse(slot.Section, guildId);
        if (!slot.Section.IsShared)
        {
            return settings;
        }

        var shared = _shared ?? Interlocked.CompareExchange(ref _shared, new object?[Registry.Sections.Count], null) ?? _shared;

        // Two readers may parse simultaneously; both get the value that was kept.
        return Unsafe.As<TSettings>(Interlocked.CompareExchange(ref shared[slot.Index], settings, null)) ?? settings;
    }

    private TSettings Parse<TSettings>(SettingsSection<TSettings> section, ulong guildId)
        where TSettings : class, new()
    {
        var document = SettingsDocument.Parse(Text);
        var held = HeldDefaults is null ? null : SettingsDocument.Parse(HeldDefaults).Find(section.Name);
        return document.TryGet(section.Name, out var stored) ? section.Read(guildId, stored, held)
            : document.HasRemains ? throw section.Unreadable(guildId, document.Damage ?? new JsonException("They may be in the unreadable text, which is kept next to the other sections."))
            : held is null ? section.Defaults
            : section.Read(guildId, stored: null, held);
    }
}
