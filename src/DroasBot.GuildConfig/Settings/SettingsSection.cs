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

    /// <summary>Gets how many bytes of UTF-8 the section may take.</summary>
    public int MaxBytes { get; } = maxBytes;

    /// <summary>Gets the paths of the members that make the type mutable; none if its values are shared.</summary>
    public abstract IReadOnlyList<string> MutableMembers { get; }

    /// <summary>Gets whether one parsed value serves all readers.</summary>
    public bool IsShared => MutableMembers.Count == 0;

    /// <summary>Gets the one value of all guilds that have set nothing; <see langword="null"/> if values are not shared.</summary>
    public abstract object? SharedDefaults { get; }

    /// <summary>Makes what lets readers find this section by its type.</summary>
    public abstract SettingsSlot CreateSlot(SettingsRegistry registry, int index);

    /// <summary>Gets the defaults as text, in which every member is present.</summary>
    public abstract ReadOnlyMemory<byte> DefaultsText { get; }

    /// <summary>Finds what is wrong with a stored section. One of a newer schema version is for the nodes that know it to judge.</summary>
    public abstract SectionFaults FindFaults(ulong guildId, ReadOnlyMemory<byte> stored);

    /// <summary>Finds what is wrong with a section that is to be stored, but for what was so before.</summary>
    public abstract SectionFaults Judge(ulong guildId, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte> after);

    /// <summary>Gets the section as forms and slash commands need it.</summary>
    public abstract GuildSettingsSection Description { get; }

    public abstract JsonObject ToJsonSchema();

    /// <summary>Gives the effective values of all members that are stored.</summary>
    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public abstract JsonObject ToJson(ulong guildId, GuildSettings settings);

    /// <exception cref="ArgumentException">There is nothing at the path.</exception>
    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public abstract JsonNode? Read(ulong guildId, GuildSettings settings, string path);

    /// <summary>Puts what a person typed in a place.</summary>
    public abstract void Write(GuildSettingsDraft draft, string path, string value);

    /// <summary>Puts a value in a place.</summary>
    public abstract void WriteJson(GuildSettingsDraft draft, string path, JsonNode? value);

    /// <summary>Merges a patch into the section; <see langword="null"/> resets it.</summary>
    /// <exception cref="GuildSettingsValidationException">Something does not fit, or is not valid.</exception>
    public abstract void Merge(GuildSettingsDraft draft, JsonNode? patch);

    /// <summary>Gives a place its default, or takes out what has none.</summary>
    public abstract void Reset(GuildSettingsDraft draft, string path);

    /// <summary>Puts other ids in the place of references, or drops them where there is <see langword="null"/>. Rules are not asked.</summary>
    public abstract void MapReferences(GuildSettingsDraft draft, Func<GuildReference, ulong?> map);

    /// <summary>Puts other ids in the place of the references in a stored text, or drops them where there is <see langword="null"/>. Nothing else of the text is looked at.</summary>
    /// <returns>The text; <see langword="null"/> if it stays as it is, or cannot be read.</returns>
    public abstract ReadOnlyMemory<byte>? MapReferences(ReadOnlyMemory<byte> stored, Func<GuildReference, ulong?> map);

    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public abstract IReadOnlyList<GuildReference> FindReferences(ulong guildId, GuildSettings settings);

    /// <summary>Estimates the memory that a guild's parsed value takes, 0 if no value is kept; leaves the reader at the end of the section's text.</summary>
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
            throw new ArgumentException($"Settings with the name '{name}' are registered already, with the type {SettingsType}.", nameof(name));
        }

        if (settingsType == SettingsType)
        {
            throw new ArgumentException($"Settings of the type {settingsType} are registered already, with the name '{Name}'. Use a type of its own for '{name}'.", nameof(name));
        }
    }

    public GuildConfigException Unreadable(ulong guildId, Exception cause)
        => new(
            $"The settings '{Name}' of guild {guildId} cannot be read. {cause.Message} They are kept as they are stored until this section is set or reset.",
            cause);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex ValidName();
}
