using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig;

/// <summary>One value that a change altered.</summary>
/// <param name="Path">The path, as in <c>moderation.warnLimit</c>; <c>welcomeChannelId</c> and <c>background</c> for the built-in values.</param>
/// <param name="Before">The value before, with the default of that time.</param>
/// <param name="After">The value after.</param>
public sealed record GuildConfigDifference(string Path, JsonNode? Before, JsonNode? After);
