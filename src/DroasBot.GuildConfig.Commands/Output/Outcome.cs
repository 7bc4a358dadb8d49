using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The outcome of a command: a sentence, and the figures in it.</summary>
internal sealed class Outcome(string text, params IEnumerable<(string Name, JsonNode? Value)> figures) : IReport
{
    public IEnumerable<Line> ToLines(int width) => [text];

    public JsonObject ToJson() => new(figures.Select(figure => KeyValuePair.Create(figure.Name, figure.Value)));
}
