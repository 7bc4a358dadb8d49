using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A section of settings that the host has registered.</summary>
internal abstract partial class SettingsSection(string name, Type settingsType, int maxBytes)
{
    /// <summary>Gets the name under which the section is stored.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the name in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public Type SettingsType { get; } = settingsType;

    /// <summary>Gets the maximum size of the section in bytes of UTF-8.</summary>
    public int MaxBytes { get; } = maxBytes;

    /// <summary>Gets the paths of the members that make the type mutable; none if its values are shared.</summary>
    public abstract IReadOnlyList<string> MutableMembers { get; }

    /// <summary>Gets whether all readers share one parsed value.</summary>
    public bool IsShared => MutableMembers.Count == 0;

    /// <summary>Gets the shared value of all guilds that have set nothing; <see langword="null"/> if values are not shared.</summary>
    public abstract object? SharedDefaults { get; }

    /// <summary>Creates the slot by which readers find this section by type.</summary>
    public abstract SettingsSlot CreateSlot(SettingsRegistry registry, int index);

    /// <summary>Gets the defaults as text with every member.</summary>
    public abstract ReadOnlyMemory<byte> DefaultsText { get; }

    /// <summary>Finds the faults of a stored section. A section of a newer schema version is not checked.</summary>
    public abstract SectionFaults FindFaults(ulong guildId, ReadOnlyMemory<byte> stored);

    /// <summary>Finds the faults of a section to be stored, except for existing ones.</summary>
    public abstract SectionFaults Judge(ulong guildId, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte> after);

    /// <summary>Gets the description of the section for forms and slash commands.</summary>
    public abstract GuildSettingsSection Description { get; }

    public abstract JsonObject ToJsonSchema();

    /// <summary>Gets the effective values of all stored members.</summary>
    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public abstract JsonObject ToJson(ulong guildId, GuildSettings settings);

    /// <exception cref="ArgumentException">There is no value at the path.</exception>
    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public abstract JsonNode? Read(ulong guildId, GuildSettings settings, string path);

    /// <summary>Sets the value at a path from typed text.</summary>
    public abstract void Write(GuildSettingsDraft draft, string path, string value);

    /// <summary>Sets the value at a path.</summary>
    public abstract void WriteJson(GuildSettingsDraft draft, string path, JsonNode? value);

    /// <summary>Merges a patch into the section; <see langword="null"/> resets it.</summary>
    /// <exception cref="GuildSettingsValidationException">A value has the wrong type, or is not valid.</exception>
    public abstract void Merge(GuildSettingsDraft draft, JsonNode? patch);

    /// <summary>Resets the value at a path to its default, or removes it if it has none.</summary>
    public abstract void Reset(GuildSettingsDraft draft, string path);

    /// <summary>Replaces the ids of references, or drops them for <see langword="null"/>. Rules are not applied.</summary>
    public abstract void MapReferences(GuildSettingsDraft draft, Func<GuildReference, ulong?> map);

    /// <summary>Replaces the ids of the references in a stored text, or drops them for <see langword="null"/>. Nothing else in the text is checked.</summary>
    /// <returns>The text; <see langword="null"/> if it is unchanged, or cannot be read.</returns>
    public abstract ReadOnlyMemory<byte>? MapReferences(ReadOnlyMemory<byte> stored, Func<GuildReference, ulong?> map);

    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public abstract IReadOnlyList<GuildReference> FindReferences(ulong guildId, GuildSettings settings);

    /// <summary>Estimates the memory of a guild's parsed value, 0 if no value is kept; moves the reader to the end of the section's text.</summary>
    public abstract long EstimateBytes(ref Utf8JsonReader reader);

    public static void ThrowIfInvalidName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!ValidName().IsMatch(name))
        {
            throw new ArgumentException(
                $"{QuotedText.Of(name)} cannot be the name of a section of settings: use a letter, then at most 63 letters, digits, '_' or '-'.", nameof(name));
        }
    }

    public void ThrowIfSame(string name, Type settingsType)
    {
        if (name == Name)
        {
            throw new ArgumentException($"Settings with the name '{name}' are already registered, with the type {SettingsType}.", nameof(name));
        }

        if (settingsType == SettingsType)
        {
            throw new ArgumentException($"Settings of the type {settingsType} are already registered, with the name '{Name}'. Use another type for '{name}'.", nameof(name));
        }
    }

    public GuildConfigException Unreadable(ulong guildId, Exception cause)
        => new(
            $"The settings '{Name}' of guild {guildId} cannot be read. {cause.Message} They stay stored until this section is set or reset.",
            cause);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex ValidName();
}
