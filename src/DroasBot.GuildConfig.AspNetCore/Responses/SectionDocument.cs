namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>A settings section, for display in a form. Labels are in the language of the request.</summary>
/// <param name="Name">The name; every path into the section begins with it.</param>
/// <param name="Label">The display name.</param>
/// <param name="Description">The description.</param>
/// <param name="SchemaVersion">The version of the stored shape.</param>
/// <param name="Members">The members in display order.</param>
internal sealed record SectionDocument(string Name, string Label, string? Description, int SchemaVersion, IReadOnlyList<MemberDocument> Members)
{
    public static SectionDocument Of(GuildSettingsSection section)
        => new(section.Name, section.Label, section.Description, section.SchemaVersion, [.. section.Members.Select(MemberDocument.Of)]);
}
