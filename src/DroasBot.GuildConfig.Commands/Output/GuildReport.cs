using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>One guild.</summary>
internal sealed class GuildReport(GuildConfigSnapshot guild) : IReport
{
    public IEnumerable<Line> ToLines(int width)
    {
        yield return $"guild       {guild.GuildId}";
        yield return $"channel     {GuildText.Channel(guild)}";
        yield return $"background  {GuildText.Background(guild.Background)}";
        yield return $"settings    {string.Join(", ", SettingsDocument.Parse(guild.Settings.Text).Sections.DefaultIfEmpty("none"))}";
        yield return $"revision    {guild.Revision}{(guild.Exists ? "" : " (nothing stored: these are the defaults)")}";
        if (guild.Exists)
        {
            yield return $"created     {guild.CreatedAt:u}";
            yield return $"updated     {guild.UpdatedAt:u}";
        }
    }

    public JsonObject ToJson() => GuildJson.Of(guild);
}
