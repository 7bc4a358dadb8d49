using System.Buffers;
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

    /// <summary>Gets all sections in the order of their registration.</summary>
    public IReadOnlyList<SettingsSection> Sections { get; }

    /// <summary>Gets the settings of a guild that has set nothing; shared by all of them.</summary>
    public GuildSettings Defaults { get; }

    /// <summary>Gets the defaults of all sections as the text of one JSON object, in which every member is present.</summary>
    public string DefaultsText { get; }

    /// <summary>Estimates what the sections of a text take once all are parsed; 0 for a text that cannot be.</summary>
    public long EstimateParsed(string json)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            return EstimateParsed(buffer.AsSpan(0, Encoding.UTF8.GetBytes(json, buffer)));
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private long EstimateParsed(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, RawJsonObject.AnyDepth);
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

    /// <summary>Gives the settings for what is stored, whatever that is: only who gets a section learns that it cannot be read.</summary>
    public GuildSettings Read(string json)
        => json == GuildSettings.EmptyJson ? Defaults : new GuildSettings(this, json);

    /// <summary>Gives settings of the history, for which the defaults of their time hold.</summary>
    public GuildSettings Read(string json, string? heldDefaults)
        => heldDefaults is null || heldDefaults == DefaultsText ? Read(json) : new PastGuildSettings(this, json, heldDefaults);

    /// <summary>Refuses settings of an earlier time that cannot be read. Rules made since do not keep them from coming back.</summary>
    /// <exception cref="GuildConfigException">The settings, or a section of them, cannot be read. A section of a newer schema version is not looked at.</exception>
    public void ThrowIfUnreadable(ulong guildId, GuildSettings settings)
    {
        if (FindFaults(guildId, settings).Select(fault => fault.Faults.Unreadable).FirstOrDefault(error => error is not null) is { } unreadable)
        {
            throw unreadable;
        }
    }

    /// <summary>Refuses settings that come from elsewhere than <c>Set</c>, but for what is wrong already and stays as it is.</summary>
    /// <exception cref="ArgumentException">The settings, or a section of them, cannot be read or are too large; all that is wrong is named.</exception>
    /// <exception cref="GuildSettingsValidationException">A section is not valid.</exception>
    public void ThrowIfUnfit(ulong guildId, GuildSettings before, GuildSettings after, string parameterName)
    {
        var document = SettingsDocument.Parse(after.Json);
        if (document.Damage is { } damage)
        {
            throw new ArgumentException(Damaged(guildId, damage).Message, parameterName);
        }

        var present = SettingsDocument.Parse(before.Json);
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
                errors.Add($"There is no section {QuotedText.Of(misspelled)}; '{section.Name}' differs from it by case alone.");
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

    /// <summary>Finds what is wrong with a guild's settings: as a whole, or with a registered section that is stored. One of a newer schema version is not looked at.</summary>
    public IEnumerable<(SettingsSection? Section, SectionFaults Faults)> FindFaults(ulong guildId, GuildSettings settings)
    {
        if (ReferenceEquals(settings, Defaults))
        {
            yield break;
        }

        var document = SettingsDocument.Parse(settings.Json);
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

    /// <summary>Finds the section with which a path begins.</summary>
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

    /// <summary>Without what the section says of a stored text: this one is not stored.</summary>
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
