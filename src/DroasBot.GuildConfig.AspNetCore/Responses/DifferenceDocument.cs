using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>One value that a change altered.</summary>
/// <param name="Path">Where, as in <c>moderation.warnLimit</c>; <c>welcomeChannelId</c> and <c>background</c> for what every guild has.</param>
/// <param name="Before">The value before, with the default that held then.</param>
/// <param name="After">The value after.</param>
internal sealed record DifferenceDocument(string Path, JsonNode? Before, JsonNode? After);
