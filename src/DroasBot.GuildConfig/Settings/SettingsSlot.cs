namespace DroasBot.GuildConfig.Settings;

/// <summary>Where one registry keeps a section: its position among the parsed values of a guild.</summary>
internal abstract class SettingsSlot(SettingsRegistry registry, int index)
{
    public SettingsRegistry Registry { get; } = registry;

    public int Index { get; } = index;
}
