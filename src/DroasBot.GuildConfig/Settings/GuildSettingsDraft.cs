using System.Text;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The settings of one guild while they are edited. Collects edits, and creates the new text on demand.</summary>
internal sealed class GuildSettingsDraft(ulong guildId, GuildSettings stored)
{
    /// <summary>The maximum size of the settings after an edit, in bytes of UTF-8: far more than a bot needs, and small enough to copy on every write.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    private const string ValueParameter = "value";

    private readonly GuildSettings _original = stored;
    private readonly SettingsRegistry _registry = stored.Registry;
    private readonly SortedDictionary<int, EditedSection> _edits = [];
    private readonly Dictionary<int, IGivenSettings> _given = [];

    private GuildSettings _base = stored;
    private SettingsDocument? _document;
    private GuildSettings? _edited;

    public bool HasChanges => !Current.HasSameText(_original);

    private GuildSettings Current => _edited ??= Build();

    private SettingsDocument Document => _document ??= SettingsDocument.Parse(_base.Text);

    public TSettings Get<TSettings>()
        where TSettings : class, new()
    {
        var slot = SettingsSlot<TSettings>.In(_registry);
        var settings = Peek(slot);
        if (!slot.Section.IsShared)
        {
            Given<TSettings>(slot).Add(settings);
        }

        return settings;
    }

    /// <summary>Gets the settings for a caller that does not change them.</summary>
    public TSettings Peek<TSettings>()
        where TSettings : class, new()
        => Peek(SettingsSlot<TSettings>.In(_registry));

    /// <exception cref="InvalidOperationException">The settings are immutable.</exception>
    public TSettings GetMutable<TSettings>()
        where TSettings : class, new()
        => SettingsSlot<TSettings>.In(_registry).Section.IsShared
            ? throw new InvalidOperationException($"{typeof(TSettings)} is immutable, so nothing can change it in place. Return the changed settings instead: settings => settings with {{ ... }}.")
            : Get<TSettings>();

    /// <exception cref="ArgumentException">The value does not survive serialization, or the settings would be too large.</exception>
    /// <exception cref="GuildSettingsValidationException">A changed member is not valid.</exception>
    /// <exception cref="GuildConfigException">The stored section has a newer schema version.</exception>
    public void Set<TSettings>(TSettings value)
        where TSettings : class, new()
        => Set(value, replaced: [], isJudged: true);

    /// <param name="value">The new settings.</param>
    /// <param name="replaced">The members to replace as a whole, whatever is stored for them.</param>
    /// <param name="isJudged">Whether to apply the section's rules.</param>
    public void Set<TSettings>(TSettings value, IReadOnlyCollection<string> replaced, bool isJudged)
        where TSettings : class, new()
    {
        var slot = SettingsSlot<TSettings>.In(_registry);

        // Always from the base, never from an earlier Set: then setting a value and setting it back leaves the text unchanged.
        var isReset = _edits.TryGetValue(slot.Index, out var earlier) && earlier.IsReset;
        var stored = isReset ? StoredSection<TSettings>.None : new StoredSection<TSettings>(StoredOf(slot.Section), _base.TryGetParsed(slot));
        var (text, settings) = slot.Section.Write(guildId, stored, value, replaced, isJudged);
        Replace(slot.Section, slot.Index, new EditedSection(text, slot.Section.IsShared ? settings : null, isReset));
        if (!slot.Section.IsShared)
        {
            Given<TSettings>(slot).Restart(value);
        }
    }

    public void Reset<TSettings>()
        where TSettings : class, new()
    {
        var slot = SettingsSlot<TSettings>.In(_registry);
        Reset(slot.Section, slot.Index);
    }

    /// <summary>Replaces all sections, including earlier edits, by those of a text, which is stored unchanged.</summary>
    /// <exception cref="ArgumentException">
    /// The text is not one JSON object, is too large, or has a registered section that cannot be read or is too large; the message lists all faults.
    /// </exception>
    /// <exception cref="GuildSettingsValidationException">A section is not valid, apart from existing violations.</exception>
    public void ReplaceAll(string json)
    {
        if (UnicodeText.HasUnpairedSurrogate(json))
        {
            throw new ArgumentException($"The settings of guild {guildId} cannot be replaced by a text with an unpaired surrogate: UTF-8 cannot represent it.", nameof(json));
        }

        ThrowIfTooLarge(Encoding.UTF8.GetByteCount(json), "With this text", nameof(json));
        var settings = _registry.Read(json);
        _registry.ThrowIfUnfit(guildId, _original, settings, nameof(json));
        ReplaceBase(settings);
    }

    public void Write(string path, string value) => _registry.FindSection(path).Write(this, path, value);

    public void WriteJson(string path, JsonNode? value) => _registry.FindSection(path).WriteJson(this, path, value);

    /// <exception cref="GuildSettingsValidationException">The patch has a value of the wrong type, or one that is not valid; the exception lists all faults.</exception>
    public void Merge(JsonObject patch)
    {
        var violations = new List<GuildSettingsViolation>();
        string? first = null;
        Exception? cause = null;
        foreach (var (name, value) in patch)
        {
            try
            {
                Merge(name, value);
            }
            catch (GuildSettingsValidationException invalid)
            {
                (first, cause) = (first ?? invalid.Section, cause ?? invalid.InnerException);
                violations.AddRange(invalid.Violations);
            }
        }

        if (violations.Count > 0)
        {
            throw new GuildSettingsValidationException(first!, violations, cause);
        }
    }

    public void Reset(string path) => _registry.FindSection(path).Reset(this, path);

    /// <summary>Copies the sections that this host knows from another guild. Unknown sections are not copied, since the ids in them cannot be recognized.</summary>
    /// <returns>The sections that were not copied.</returns>
    public IReadOnlyList<string> CopyFrom(GuildSettings source)
    {
        var document = SettingsDocument.Parse(source.Text);
        if (document.Damage is { } damage)
        {
            throw new GuildConfigException($"The settings to copy cannot be read. {damage.Message}", damage);
        }

        var copied = Document.With(_registry.Sections.Select(section => (section.Name, document.Find(section.Name))));
        ThrowIfTooLarge(copied.Text.Length, "With those of the other guild", "source");
        ReplaceBase(_registry.Read(copied.Text));
        return [.. document.Sections.Where(name => _registry.Sections.All(section => section.Name != name)).Select(name => SettingsPath.Append("", name))];
    }

    /// <summary>Replaces the ids of references.</summary>
    public void MapReferences(Func<GuildReference, ulong?> map)
    {
        foreach (var section in _registry.Sections)
        {
            section.MapReferences(this, map);
        }
    }

    /// <summary>Drops all references to an id. An unreadable section stays unchanged.</summary>
    public void Forget(Func<GuildReference, ulong?> map)
    {
        foreach (var section in _registry.Sections)
        {
            try
            {
                section.MapReferences(this, map);
            }
            catch (GuildConfigException)
            {
                // Its references are visible when it is repaired.
            }
        }
    }

    /// <exception cref="InvalidOperationException">Settings that the edit received were changed, and not given back.</exception>
    public void ThrowIfNotGivenBack()
    {
        foreach (var given in _given.Values)
        {
            given.ThrowIfChanged();
        }
    }

    public GuildSettings ToSettings() => HasChanges ? Current : _original;

    private void Merge(string name, JsonNode? patch)
    {
        var section = _registry.TryFind(name)
            ?? throw new GuildSettingsValidationException(name, [new GuildSettingsViolation(SettingsPath.Append("", name), _registry.NoSuchSection(name))]);
        section.Merge(this, patch);
    }

    private void ReplaceBase(GuildSettings settings)
    {
        _base = settings;
        _document = null;
        _edited = settings;
        _edits.Clear();
        _given.Clear();
    }

    private TSettings Peek<TSettings>(SettingsSlot<TSettings> slot)
        where TSettings : class, new()
        => _edits.TryGetValue(slot.Index, out var edit) ? edit.Get(slot, guildId) : _base.Get<TSettings>(guildId);

    private void Reset(SettingsSection section, int index)
    {
        Replace(section, index, new EditedSection(Stored: null, section.SharedDefaults, IsReset: true));
        _given.Remove(index);
    }

    private GivenSettings<TSettings> Given<TSettings>(SettingsSlot<TSettings> slot)
        where TSettings : class, new()
    {
        if (!_given.TryGetValue(slot.Index, out var given))
        {
            _given[slot.Index] = given = new GivenSettings<TSettings>(slot.Section);
        }

        return (GivenSettings<TSettings>)given;
    }

    private ReadOnlyMemory<byte>? StoredOf(SettingsSection section) => Document.Find(section.Name);

    private void Replace(SettingsSection section, int index, EditedSection edit)
    {
        if (edit.Stored is { } text && text.Length > section.MaxBytes && text.Length > (StoredOf(section)?.Length ?? 0))
        {
            ThrowTooLarge($"The settings '{section.Name}' of guild {guildId} would take {text.Length} bytes of JSON; at most {section.MaxBytes} are allowed (the section's MaxBytes).", ValueParameter);
        }

        var size = Document.Text.Length + _edits.Where(other => other.Key != index).Sum(other => Growth(_registry.Sections[other.Key], other.Value)) + Growth(section, edit);
        ThrowIfTooLarge(size, $"With these '{section.Name}' settings", ValueParameter);
        _edits[index] = edit;
        _edited = null;
    }

    private int Growth(SettingsSection section, EditedSection edit)
        => LengthOf(section, edit.Stored) - LengthOf(section, StoredOf(section));

    private static int LengthOf(SettingsSection section, ReadOnlyMemory<byte>? value)
        => value is { } text ? section.Name.Length + RawJsonObject.MemberPunctuation + text.Length : 0;

    private GuildSettings Build()
    {
        if (_edits.Count == 0)
        {
            return _base;
        }

        var text = Document.With(_edits.Select(edit => (_registry.Sections[edit.Key].Name, edit.Value.Stored))).Text;
        if (text.Span.SequenceEqual(GuildSettings.EmptyText))
        {
            return _registry.Defaults;
        }

        // The parsed values of the other sections are still valid.
        var values = _base.CopyShared();
        foreach (var (index, edit) in _edits)
        {
            values[index] = edit.Shared;
        }

        return new GuildSettings(_registry, text.ToArray(), values);
    }

    /// <summary>Settings that are already too large, because another version of the host allows more, may still shrink.</summary>
    private void ThrowIfTooLarge(int size, string what, string parameterName)
    {
        if (size > MaxJsonBytes && size > _original.Text.Length)
        {
            ThrowTooLarge($"{what}, all settings of guild {guildId} would take {size} bytes of JSON; at most {MaxJsonBytes} are allowed.", parameterName);
        }
    }

    private static void ThrowTooLarge(string message, string parameterName) => throw new ArgumentException(message, parameterName);
}
