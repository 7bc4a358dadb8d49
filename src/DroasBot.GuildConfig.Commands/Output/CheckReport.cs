using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The result of the health check.</summary>
internal sealed class CheckReport(HealthCheckResult answer) : IReport
{
    public static string Text(HealthCheckResult answer) => answer.Description is { } description ? $"{answer.Status}: {description}" : answer.Status.ToString();

    public IEnumerable<Line> ToLines(int width)
        => [Text(answer), .. answer.Data.Select(entry => (Line)string.Create(CultureInfo.InvariantCulture, $"{entry.Key,-28}{entry.Value}"))];

    public JsonObject ToJson()
        => new()
        {
            ["status"] = answer.Status.ToString(),
            ["description"] = answer.Description,
            ["data"] = new JsonObject(answer.Data.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonSerializer.SerializeToNode(entry.Value)))),
        };
}
