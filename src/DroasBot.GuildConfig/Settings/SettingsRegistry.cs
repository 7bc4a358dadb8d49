using System.Collections.Frozen;
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
        if (logger is not null)
        {
            WarnOfCopies(logger);
        }
    }

    /// <summary>Gets all sections in the order of their registration.</summary>
    public IReadOnlyList<SettingsSection> Sections { get; }

    /// <summary>Gets the settings of a guild that has set nothing; shared by all of them.</summary>
    public GuildSettings Defaults { get; }

    /// <summary>Gives the settings for what is stored, whatever that is: only who gets a section learns that it cannot be read.</summary>
    public GuildSettings Read(string json)
        => json == GuildSettings.EmptyJson ? Defaults : new GuildSettings(this, json);

    /// <summary>Checks every registered section that a guild has stored, as if it were set. For settings that come from elsewhere than <c>Set</c>.</summary>
    /// <exception cref="ArgumentException">A section is not valid; every violation in every section is named.</exception>
    /// <exception cref="GuildConfigException">The settings, or a section of them, cannot be read. A section of a newer schema version is not checked.</exception>
    public void Validate(ulong guildId, GuildSettings settings)
    {
        var errors = FindFaults(guildId, settings).Select(fault => fault.Error).ToList();
        if (errors.OfType<GuildConfigException>().FirstOrDefault() is { } unreadable)
        {
            throw unreadable;
        }

        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors.Select(error => error.Message)), nameof(settings));
        }
    }

    /// <summary>Finds what is wrong with a guild's settings: as a whole, or with a registered section that is stored. One of a newer schema version is not checked.</summary>
    /// <returns>A <see cref="GuildConfigException"/> for what cannot be read, an <see cref="ArgumentException"/> with every violation for a section that is not valid.</returns>
    public IEnumerable<(SettingsSection? Section, Exception Error)> FindFaults(ulong guildId, GuildSettings settings)
    {
        if (ReferenceEquals(settings, Defaults))
        {
            yield break;
        }

        var document = SettingsDocument.Parse(settings.Json);
        if (document.Damage is { } damage)
        {
            yield return (null, new GuildConfigException($"The settings of guild {guildId} cannot be read. {damage.Message}", damage));
            yield break;
        }

        foreach (var section in Sections)
        {
            if (document.TryGet(section.Name, out var stored) && FindFault(guildId, section, stored) is { } error)
            {
                yield return (section, error);
            }
        }
    }

    /// <exception cref="ArgumentException">The type is not registered.</exception>
    public SettingsSlot<TSettings> FindSlot<TSettings>()
        where TSettings : class, new()
        => _slots.TryGetValue(typeof(TSettings), out var slot)
            ? (SettingsSlot<TSettings>)slot
            : throw new ArgumentException($"No settings of the type {typeof(TSettings)} are registered. Register them with AddSettings<{typeof(TSettings).Name}>(\"name\").", nameof(TSettings));

    private static Exception? FindFault(ulong guildId, SettingsSection section, ReadOnlyMemory<byte> stored)
    {
        try
        {
            return section.FindViolations(guildId, stored) is { Count: > 0 } violations ? section.Invalid(guildId, violations, parameterName: null) : null;
        }
        catch (GuildConfigException unreadable)
        {
            return unreadable;
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
