namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>The settings that can be changed.</summary>
/// <param name="Sections">The sections, in the order of their registration.</param>
internal sealed record SchemaDocument(IReadOnlyList<SectionDocument> Sections)
{
    public static SchemaDocument Of(IGuildSettingsSchema schema) => new([.. schema.Sections.Select(SectionDocument.Of)]);
}
