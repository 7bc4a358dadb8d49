using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>A member of a section, for display in a form.</summary>
/// <param name="Path">The path, as in <c>moderation.warnLimit</c>.</param>
/// <param name="Label">The display name.</param>
/// <param name="Description">The description.</param>
/// <param name="Kind">The kind of value: Boolean, Integer, Number, Text, Choice, Duration, Instant, Id, Channel, Role, User or Object; for a list, the kind of its items.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="IsList">Whether it is a list or a set.</param>
/// <param name="Default">The default.</param>
/// <param name="Choices">The values of a choice.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="MaxLength">The maximum length of a text, or number of items of a list.</param>
internal sealed record MemberDocument(
    string Path,
    string Label,
    string? Description,
    string Kind,
    bool IsNullable,
    bool IsList,
    JsonNode? Default,
    IReadOnlyList<string>? Choices,
    JsonNode? Minimum,
    JsonNode? Maximum,
    int? MaxLength)
{
    public static MemberDocument Of(GuildSettingsMember member)
        => new(
            member.Path,
            member.Label,
            member.Description,
            member.Kind.ToString(),
            member.IsNullable,
            member.IsList,
            member.Default,
            member.Choices,
            member.Minimum,
            member.Maximum,
            member.MaxLength);
}
