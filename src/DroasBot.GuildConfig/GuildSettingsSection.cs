namespace DroasBot.GuildConfig;

/// <summary>A section of settings that the host has registered, as forms and slash commands need it. Immutable; labels are in the language of <see cref="System.Globalization.CultureInfo.CurrentUICulture"/>.</summary>
public sealed class GuildSettingsSection
{
    private readonly Func<string> _label;
    private readonly Func<string?> _description;

    internal GuildSettingsSection(string name, Func<string> label, Func<string?> description, int schemaVersion, IReadOnlyList<GuildSettingsMember> members)
    {
        Name = name;
        _label = label;
        _description = description;
        SchemaVersion = schemaVersion;
        Members = members;
    }

    /// <summary>Gets the name under which the section is stored, with which every path into it begins.</summary>
    public string Name { get; }

    /// <summary>Gets what a person calls the section: <c>[Display]</c> or <c>[DisplayName]</c> of its type, otherwise its name in words.</summary>
    public string Label => _label();

    /// <summary>Gets the description that <c>[Display]</c> or <c>[Description]</c> of its type gives; <see langword="null"/> for none.</summary>
    public string? Description => _description();

    /// <summary>Gets the version of the stored shape, from 1.</summary>
    public int SchemaVersion { get; }

    /// <summary>Gets all members in the order in which to show them, those of nested objects behind the object; without those marked <c>[Browsable(false)]</c>.</summary>
    public IReadOnlyList<GuildSettingsMember> Members { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
