namespace DroasBot.GuildConfig.Settings;

/// <summary>The slot of a section in one registry: its position among the parsed values of a guild.</summary>
internal abstract class SettingsSlot(SettingsRegistry registry, int index)
{
    public SettingsRegistry Registry { get; } = registry;

    public int Index { get; } = index;
}
