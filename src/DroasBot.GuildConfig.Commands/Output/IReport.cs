using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The output of a command: lines for people, JSON for scripts.</summary>
internal interface IReport
{
    /// <param name="width">The maximum number of characters in a line.</param>
    IEnumerable<Line> ToLines(int width);

    JsonObject ToJson();
}
