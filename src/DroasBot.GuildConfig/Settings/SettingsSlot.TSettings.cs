namespace DroasBot.GuildConfig.Settings;

/// <summary>The slot of a type's section in one registry.</summary>
internal sealed class SettingsSlot<TSettings>(SettingsRegistry registry, SettingsSection<TSettings> section, int index) : SettingsSlot(registry, index)
    where TSettings : class, new()
{
    private static SettingsSlot<TSettings>? _last;

    public SettingsSection<TSettings> Section { get; } = section;

    /// <summary>Finds the slot of a type. Almost every process has one registry, so the last used slot is nearly always the right one.</summary>
    /// <exception cref="ArgumentException">The type is not registered.</exception>
    public static SettingsSlot<TSettings> In(SettingsRegistry registry)
        => _last is { } last && last.Registry == registry ? last : _last = registry.FindSlot<TSettings>();
}
