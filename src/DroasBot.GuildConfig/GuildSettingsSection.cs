namespace DroasBot.GuildConfig;

/// <summary>A registered settings section, described for forms and slash commands. Immutable; labels are in the language of <see cref="System.Globalization.CultureInfo.CurrentUICulture"/>.</summary>
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

    /// <summary>Gets the name under which the section is stored, and with which every path into it begins.</summary>
    public string Name { get; }

    /// <summary>Gets the display name: that of <c>[Display]</c> or <c>[DisplayName]</c> on its type, otherwise the section's name in words.</summary>
    public string Label => _label();

    /// <summary>Gets the description of <c>[Display]</c> or <c>[Description]</c> on its type; <see langword="null"/> for none.</summary>
    public string? Description => _description();

    /// <summary>Gets the version of the stored shape, from 1.</summary>
    public int SchemaVersion { get; }

    /// <summary>Gets all members in display order, those of nested objects after the object; without those marked <c>[Browsable(false)]</c>.</summary>
    public IReadOnlyList<GuildSettingsMember> Members { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
