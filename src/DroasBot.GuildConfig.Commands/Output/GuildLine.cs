using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>One guild of a list.</summary>
internal sealed class GuildLine(GuildConfigSnapshot guild) : IReport
{
    /// <summary>Gets the names of the columns. The last one takes the remaining width, so that a narrow terminal breaks no id.</summary>
    public static string Heading { get; } = Columns("guild", "channel", "revision", "background");

    public IEnumerable<Line> ToLines(int width)
        => [Columns(GuildJson.Id(guild.GuildId), GuildText.Channel(guild), $"{guild.Revision}", GuildText.Background(guild.Background))];

    public JsonObject ToJson() => GuildJson.Of(guild);

    private static string Columns(string guild, string channel, string revision, string background) => $"{guild,-20} {channel,-20} {revision,8} {background}";
}
