using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>One change of the history: who, when, why, and each altered value.</summary>
internal sealed class ChangeReport(GuildConfigChange change) : IReport
{
    private const string Indent = "    ";

    public IEnumerable<Line> ToLines(int width)
    {
        yield return new Line($"{change.ChangedAt:u}  revision {change.Revision}  {change.Kind}  {Who()}", Tone.Strong);
        if (change.Reason is { } reason)
        {
            yield return $"{Indent}\"{GuildText.OnOneLine(reason)}\"";
        }

        if (change.Kind == GuildConfigChangeKind.Refreshed)
        {
            yield return $"{Indent}caches reload, on request or because changes were missed; read again what you keep";
        }
        else if (change.Differences.Count == 0)
        {
            yield return $"{Indent}no value changed";
        }

        foreach (var line in DifferenceLines.Of(change.Differences, Indent, width))
        {
            yield return line;
        }
    }

    public JsonObject ToJson() => GuildJson.Of(change);

    private string Who() => (change.GuildId is { } guildId ? $"guild {guildId}" : "all guilds") + (change.ActorId is { } actorId ? $" by {actorId}" : "");
}
