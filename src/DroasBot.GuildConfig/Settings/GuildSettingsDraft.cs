using System.Text;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The settings of one guild while they are edited.</summary>
internal sealed class GuildSettingsDraft(ulong guildId, GuildSettings original)
{
    /// <summary>How many bytes of UTF-8 an edit may leave behind: far more than texts for a bot need, and little enough to be copied on every write.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    private readonly Dictionary<int, ReadOnlyMemory<byte>?> _edits = [];
    private readonly HashSet<int> _reset = [];
    private GuildSettings? _edited;
    private SettingsDocument? _document;

    public bool HasChanges => Current.Json != original.Json;

    private GuildSettings Current => _edited ?? original;

    private SettingsDocument Document => _document ??= SettingsDocument.Parse(original.Json);

    public TSettings Get<TSettings>()
        where TSettings : class, new()
        => Current.Get<TSettings>(guildId);

    /// <exception cref="ArgumentException">The value is not valid, or the settings would be too large.</exception>
    public void Set<TSettings>(TSettings value)
        where TSettings : class, new()
    {
        var slot = SettingsSlot<TSettings>.In(original.Registry);

        // Always from what is stored, never from an earlier Set: so setting a value there and back leaves every byte as it was.
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
        ThrowIfTooLarge(json, sections[slot.Index].Name);

        // What the other sections have been parsed to is still right.
        var values = Current.CopyShared();
        values[slot.Index] = shared;
        _edited = json == GuildSettings.EmptyJson ? original.Registry.Defaults : new GuildSettings(original.Registry, json, values);
        _edits[slot.Index] = stored;
    }

    /// <summary>Settings that are too large already, because another version of the host allows more, may still shrink.</summary>
    private void ThrowIfTooLarge(string json, string section)
    {
        var size = Encoding.UTF8.GetByteCount(json);
        if (size > MaxJsonBytes && size > Encoding.UTF8.GetByteCount(original.Json))
        {
            throw new ArgumentException(
                $"With these '{section}' settings, all settings of guild {guildId} would take {size} bytes of JSON; at most {MaxJsonBytes} are allowed.", nameof(section));
        }
    }
}
