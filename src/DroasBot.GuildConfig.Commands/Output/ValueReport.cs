using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>One value of a guild's settings.</summary>
internal sealed class ValueReport(string path, JsonNode? value) : IReport
{
    public IEnumerable<Line> ToLines(int width) => [JsonText.Of(value)];

    public JsonObject ToJson() => new() { ["path"] = path, ["value"] = value?.DeepClone() };
}
