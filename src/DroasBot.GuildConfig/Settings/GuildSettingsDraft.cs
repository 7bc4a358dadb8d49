using System.Text;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The settings of one guild while they are edited.</summary>
internal sealed class GuildSettingsDraft(ulong guildId, GuildSettings original)
{
    /// <summary>How many bytes of UTF-8 an edit may leave behind: far more than texts for a bot need, and little enough to be copied on every write.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    private readonly Dictionary<int, ReadOnlyMemory<byte>?> _edits = [];
    private readonly HashSet<int> _reset = [];

    private GuildSettings? _replacement;
    private GuildSettings? _edited;
    private SettingsDocument? _document;

    public bool HasChanges => Current.Json != original.Json;

    private GuildSettings Current => _edited ?? Base;

    /// <summary>Gets what the edits of single sections start from: what is stored, or what has replaced it as a whole.</summary>
    private GuildSettings Base => _replacement ?? original;

    private SettingsDocument Document => _document ??= SettingsDocument.Parse(Base.Json);

    public TSettings Get<TSettings>()
        where TSettings : class, new()
        => Current.Get<TSettings>(guildId);

    /// <exception cref="ArgumentException">The value is not valid, or the settings would be too large.</exception>
    public void Set<TSettings>(TSettings value)
        where TSettings : class, new()
    {
        var slot = SettingsSlot<TSettings>.In(original.Registry);

        // Always from the base, never from an earlier Set: so setting a value there and back leaves every byte as it was.
        ReadOnlyMemory<byte>? stored = !_reset.Contains(slot.Index) && Document.TryGet(slot.Section.Name, out var found) ? found : null;
        var written = slot.Section.Write(guildId, stored, value);
        Replace(slot, written.Stored, slot.Section.IsShared ? written.Settings : null);
    }

    public void Reset<TSettings>()
        where TSettings : class, new()
    {
        var slot = SettingsSlot<TSettings>.In(original.Registry);
        Replace(slot, stored: null, slot.Section.SharedDefaults);
        _reset.Add(slot.Index);
    }

    /// <summary>Replaces all sections, earlier edits included, by those of a text, which is kept to the byte.</summary>
    /// <exception cref="ArgumentException">
    /// The text is not one JSON object, is too large, or has a registered section that cannot be read or is not valid; all that is wrong is named.
    /// </exception>
    public void ReplaceAll(string json)
    {
        ThrowIfTooLarge(json, "With this text", nameof(json));
        var settings = original.Registry.Read(json);
        var faults = original.Registry.FindFaults(guildId, settings).ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults.Select(Describe)), nameof(json));
        }

        _replacement = settings;
        _edited = null;
        _document = null;
        _edits.Clear();
        _reset.Clear();
    }

    public GuildSettings ToSettings() => HasChanges ? Current : original;

    private void Replace(SettingsSlot slot, ReadOnlyMemory<byte>? stored, object? shared)
    {
        var sections = original.Registry.Sections;
        var document = Document;
        foreach (var (index, edit) in _edits)
        {
            document = index == slot.Index ? document : document.With(sections[index].Name, edit);
        }

        var json = document.With(sections[slot.Index].Name, stored).ToString();
        ThrowIfTooLarge(json, $"With these '{sections[slot.Index].Name}' settings", "value");

        // What the other sections have been parsed to is still right.
        var values = Current.CopyShared();
        values[slot.Index] = shared;
        _edited = json == GuildSettings.EmptyJson ? original.Registry.Defaults : new GuildSettings(original.Registry, json, values);
        _edits[slot.Index] = stored;
    }

    /// <summary>Settings that are too large already, because another version of the host allows more, may still shrink.</summary>
    private void ThrowIfTooLarge(string json, string what, string parameterName)
    {
        var size = Encoding.UTF8.GetByteCount(json);
        if (size > MaxJsonBytes && size > Encoding.UTF8.GetByteCount(original.Json))
        {
            throw new ArgumentException(
                $"{what}, all settings of guild {guildId} would take {size} bytes of JSON; at most {MaxJsonBytes} are allowed.", parameterName);
        }
    }

    /// <summary>Without what the section says of a stored text: this one is not stored.</summary>
    private string Describe((SettingsSection? Section, Exception Error) fault)
        => fault is { Section: { } section, Error: GuildConfigException unreadable }
            ? $"The settings '{section.Name}' for guild {guildId} cannot be read. {unreadable.InnerException!.Message}"
            : fault.Error.Message;
}
