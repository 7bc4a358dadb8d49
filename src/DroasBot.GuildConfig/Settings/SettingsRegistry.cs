using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The sections of settings that the host has registered.</summary>
internal sealed class SettingsRegistry
{
    private readonly FrozenDictionary<Type, SettingsSlot> _slots;

    public SettingsRegistry(IEnumerable<SettingsSection>? sections = null, ILogger<SettingsRegistry>? logger = null)
    {
        Sections = [.. sections ?? []];
        _slots = Sections.Select((section, index) => (section.SettingsType, Slot: section.CreateSlot(this, index))).ToFrozenDictionary(entry => entry.SettingsType, entry => entry.Slot);
        Defaults = GuildSettings.CreateDefaults(this);
        DefaultsText = SettingsDocument.Parse(GuildSettings.EmptyJson).With(Sections.Select(section => (section.Name, (ReadOnlyMemory<byte>?)section.DefaultsText))).ToString();
        if (logger is not null)
        {
            WarnOfCopies(logger);
        }
    }

    /// <summary>Gets all sections in the order of registration.</summary>
    public IReadOnlyList<SettingsSection> Sections { get; }

    /// <summary>Gets the settings of guilds that have set nothing; shared by all of them.</summary>
    public GuildSettings Defaults { get; }

    /// <summary>Gets the defaults of all sections as the text of one JSON object with every member.</summary>
    public string DefaultsText { get; }

    /// <summary>Estimates the size of all sections of a text once they are parsed; 0 for an unreadable text.</summary>
    public long EstimateParsed(ReadOnlySpan<byte> text)
    {
        try
        {
            return EstimateReadable(text);
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }

    private long EstimateReadable(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, RawJsonObject.AnyDepth);
        var bytes = 0L;
        for (_ = reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var section = Find(ref reader);
            _ = reader.Read();
            if (section is null)
            {
                reader.Skip();
            }
            else
            {
                bytes += section.EstimateBytes(ref reader);
            }
        }

        return bytes;
    }

    private SettingsSection? Find(ref Utf8JsonReader reader)
    {
        foreach (var section in Sections)
        {
            if (reader.ValueTextEquals(section.Utf8Name.Span))
            {
                return section;
            }
        }

        return null;
    }

    /// <summary>Gets the settings for a stored text; an unreadable section throws only when it is read.</summary>
    /// <param name="json">The text, which no database stores with an unpaired surrogate.</param>
    public GuildSettings Read(string json)
        => json == GuildSettings.EmptyJson ? Defaults : new GuildSettings(this, Encoding.UTF8.GetBytes(json));

    /// <summary>Gets the settings for a text of other settings.</summary>
    public GuildSettings Read(ReadOnlyMemory<byte> text)
        => text.Span.SequenceEqual(GuildSettings.EmptyText) ? Defaults : new GuildSettings(this, text.ToArray());

    /// <summary>Gets settings from the history, with the defaults of their time.</summary>
    public GuildSettings Read(string json, string? heldDefaults)
        => heldDefaults is null || heldDefaults == DefaultsText ? Read(json) : new PastGuildSettings(this, Encoding.UTF8.GetBytes(json), heldDefaults);

    /// <summary>Refuses earlier settings that cannot be read. Newer rules do not prevent restoring them.</summary>
    /// <exception cref="GuildConfigException">The settings, or a section of them, cannot be read. A section of a newer schema version is not checked.</exception>
    public void ThrowIfUnreadable(ulong guildId, GuildSettings settings)
    {
        if (FindFaults(guildId, settings).Select(fault => fault.Faults.Unreadable).FirstOrDefault(error => error is not null) is { } unreadable)
        {
            throw unreadable;
        }
    }

    /// <summary>Refuses faulty settings from sources other than <c>Set</c>, except for existing faults that stay unchanged.</summary>
    /// <exception cref="ArgumentException">The settings, or a section of them, cannot be read or are too large; the message lists all faults.</exception>
    /// <exception cref="GuildSettingsValidationException">A section is not valid.</exception>
    public void ThrowIfUnfit(ulong guildId, GuildSettings before, GuildSettings after, string parameterName)
    {
        var document = SettingsDocument.Parse(after.Text);
        if (document.Damage is { } damage)
        {
            throw new ArgumentException(Damaged(guildId, damage).Message, parameterName);
        }

        var present = SettingsDocument.Parse(before.Text);
        var errors = new List<string>();
        var violations = new List<(string Section, Violations Found)>();
        foreach (var section in Sections)
        {
            var old = present.Find(section.Name);
            if (document.TryGet(section.Name, out var text) && !(old is { } same && same.Span.SequenceEqual(text.Span)))
            {
                var faults = section.Judge(guildId, old, text);
                violations.Add((section.Name, faults.Violations));
                errors.AddRange(Describe(guildId, section, faults, text.Length > Math.Max(section.MaxBytes, old?.Length ?? 0) ? text.Length : null));
            }
            else if (!document.TryGet(section.Name, out _) && document.FindMisspelled(section.Name) is { } misspelled)
            {
                errors.Add($"There is no section {QuotedText.Of(misspelled)}; '{section.Name}' differs from it only in case.");
            }
        }

        var broken = violations.Where(entry => entry.Found.Found.Count > 0).ToList();
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors.Concat(broken.Select(entry => Violations.Text(entry.Found.Found)))), parameterName);
        }

        if (broken.Count > 0)
        {
            throw new GuildSettingsValidationException(broken[0].Section, [.. broken.SelectMany(entry => entry.Found.Found)], broken[0].Found.Failure);
        }
    }

    /// <summary>Finds the faults of a guild's settings: of the whole, or of stored sections that are registered. A section of a newer schema version is not checked.</summary>
    public IEnumerable<(SettingsSection? Section, SectionFaults Faults)> FindFaults(ulong guildId, GuildSettings settings)
    {
        if (ReferenceEquals(settings, Defaults))
        {
            yield break;
        }

        var document = SettingsDocument.Parse(settings.Text);
        if (document.Damage is { } damage)
        {
            yield return (null, SectionFaults.None with { Unreadable = Damaged(guildId, damage) });
            yield break;
        }

        foreach (var section in Sections)
        {
            if (document.TryGet(section.Name, out var stored))
            {
                yield return (section, section.FindFaults(guildId, stored));
            }
        }
    }

    /// <summary>Finds the section that a path begins with.</summary>
    /// <exception cref="ArgumentException">There is no such section.</exception>
    public SettingsSection FindSection(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = SettingsPath.Split(path)[0];
        return TryFind(name) ?? throw new ArgumentException(NoSuchSection(name), nameof(path));
    }

    public SettingsSection? TryFind(string name) => Sections.FirstOrDefault(section => section.Name == name);

    public string NoSuchSection(string name)
        => $"There is no section {QuotedText.Of(name)}; there are {string.Join(", ", Sections.Select(section => section.Name).DefaultIfEmpty("none"))}.";

    /// <exception cref="ArgumentException">The type is not registered.</exception>
    public SettingsSlot<TSettings> FindSlot<TSettings>()
        where TSettings : class, new()
        => _slots.TryGetValue(typeof(TSettings), out var slot)
            ? (SettingsSlot<TSettings>)slot
            : throw new ArgumentException($"No settings of the type {typeof(TSettings)} are registered. Register them with AddSettings<{typeof(TSettings).Name}>(\"name\").", nameof(TSettings));

    private static GuildConfigException Damaged(ulong guildId, Exception damage) => new($"The settings of guild {guildId} cannot be read. {damage.Message}", damage);

    /// <summary>Unlike the section's own message, this does not say that the text is stored.</summary>
    private static IEnumerable<string> Describe(ulong guildId, SettingsSection section, SectionFaults faults, int? tooLarge)
    {
        if (faults.Unreadable is { } unreadable)
        {
            yield return $"The settings '{section.Name}' for guild {guildId} cannot be read. {unreadable.InnerException!.Message}";
        }

        foreach (var member in faults.SetAside)
        {
            yield return $"The member '{SettingsPath.Append(section.Name, "")}{member.Path}' {member.Reason}.";
        }

        if (tooLarge is { } size)
        {
            yield return $"The settings '{section.Name}' would take {size} bytes of JSON; at most {section.MaxBytes} are allowed (the section's MaxBytes).";
        }
    }

    private void WarnOfCopies(ILogger logger)
    {
        foreach (var section in Sections)
        {
            if (!section.IsShared)
            {
                logger.SettingsAreCopied(section.Name, section.SettingsType, string.Join(", ", section.MutableMembers));
            }
        }
    }
}
