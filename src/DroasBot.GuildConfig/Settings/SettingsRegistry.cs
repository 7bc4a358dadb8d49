namespace DroasBot.GuildConfig.Settings;

/// <summary>The sections of settings that the host has registered.</summary>
internal sealed class SettingsRegistry
{
    public SettingsRegistry()
        => Defaults = new GuildSettings(this, GuildSettings.EmptyJson);

    /// <summary>Gets the settings of a guild that has set nothing; shared by all of them.</summary>
    public GuildSettings Defaults { get; }

    /// <summary>Gives the settings for what is stored.</summary>
    public GuildSettings Read(string json)
        => json == GuildSettings.EmptyJson ? Defaults : new GuildSettings(this, json);
}
