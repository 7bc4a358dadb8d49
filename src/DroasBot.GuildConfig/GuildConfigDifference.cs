using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig;

/// <summary>One value that a change has altered.</summary>
/// <param name="Path">Where, as in <c>moderation.warnLimit</c>; <c>welcomeChannelId</c> and <c>background</c> for what every guild has.</param>
/// <param name="Before">The value before, with the default that held then.</param>
/// <param name="After">The value after.</param>
public sealed record GuildConfigDifference(string Path, JsonNode? Before, JsonNode? After);
