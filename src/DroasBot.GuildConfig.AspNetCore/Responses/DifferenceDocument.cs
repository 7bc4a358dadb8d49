using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>One value that a change altered.</summary>
/// <param name="Path">The path, as in <c>moderation.warnLimit</c>; <c>welcomeChannelId</c> and <c>background</c> for the built-in values.</param>
/// <param name="Before">The value before, with the default of that time.</param>
/// <param name="After">The value after.</param>
internal sealed record DifferenceDocument(string Path, JsonNode? Before, JsonNode? After);
