using System.Globalization;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>A guild's configuration, as sent to clients. Snowflakes are strings, since JavaScript rounds numbers of that size.</summary>
/// <param name="GuildId">The guild's snowflake.</param>
/// <param name="Exists">Whether the guild has a stored configuration; if not, these are the defaults.</param>
/// <param name="Revision">The revision of the change that created this version, also its ETag; 0 if there is none.</param>
/// <param name="CreatedAt">When the guild got its configuration.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="WelcomeChannelId">The channel's snowflake.</param>
/// <param name="Background">The background image.</param>
/// <param name="Settings">The effective values of every section, defaults included.</param>
/// <param name="Unreadable">The sections that this version of the host cannot read; they are not included in the settings.</param>
internal sealed record GuildDocument(
    string GuildId,
    bool Exists,
    long Revision,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt,
    string? WelcomeChannelId,
    BackgroundDocument? Background,
    JsonObject Settings,
    IReadOnlyList<string> Unreadable)
{
    public static GuildDocument Of(GuildConfigSnapshot guild, IGuildSettingsSchema schema)
    {
        var settings = new JsonObject();
        List<string>? unreadable = null;
        foreach (var section in schema.Sections)
        {
            try
            {
                settings[section.Name] = guild.Read(section.Name);
            }
            catch (GuildConfigException)
            {
                (unreadable ??= []).Add(section.Name);
            }
        }

        return new GuildDocument(
            guild.GuildId.ToString(CultureInfo.InvariantCulture),
            guild.Exists,
            guild.Revision,
            guild.CreatedAt,
            guild.UpdatedAt,
            guild.WelcomeChannelId?.ToString(CultureInfo.InvariantCulture),
            guild.Background is { } background ? BackgroundDocument.Of(background) : null,
            settings,
            unreadable ?? (IReadOnlyList<string>)[]);
    }
}
