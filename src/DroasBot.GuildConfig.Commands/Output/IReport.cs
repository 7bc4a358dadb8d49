using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Something that a command says: to a person in lines, to a script as JSON.</summary>
internal interface IReport
{
    /// <param name="width">How many characters a line has room for.</param>
    IEnumerable<Line> ToLines(int width);

    JsonObject ToJson();
}
