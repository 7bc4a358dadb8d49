namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>A section of settings, as a form shows it. Labels are in the language of the request.</summary>
/// <param name="Name">The name, with which every path into the section begins.</param>
/// <param name="Label">What a person calls it.</param>
/// <param name="Description">What a person is told about it.</param>
/// <param name="SchemaVersion">The version of the stored shape.</param>
/// <param name="Members">The members in the order in which to show them.</param>
internal sealed record SectionDocument(string Name, string Label, string? Description, int SchemaVersion, IReadOnlyList<MemberDocument> Members)
{
    public static SectionDocument Of(GuildSettingsSection section)
        => new(section.Name, section.Label, section.Description, section.SchemaVersion, [.. section.Members.Select(MemberDocument.Of)]);
}
