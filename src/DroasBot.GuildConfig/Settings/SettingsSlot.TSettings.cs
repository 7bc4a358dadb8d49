namespace DroasBot.GuildConfig.Settings;

/// <summary>Where one registry keeps the section of a type.</summary>
internal sealed class SettingsSlot<TSettings>(SettingsRegistry registry, SettingsSection<TSettings> section, int index) : SettingsSlot(registry, index)
    where TSettings : class, new()
{
    private static SettingsSlot<TSettings>? _last;

    public SettingsSection<TSettings> Section { get; } = section;

    /// <summary>Finds the slot of a type. Almost every process has one registry, so the one used last is nearly always the right one.</summary>
    /// <exception cref="ArgumentException">The type is not registered.</exception>
    public static SettingsSlot<TSettings> In(SettingsRegistry registry)
        => _last is { } last && last.Registry == registry ? last : _last = registry.FindSlot<TSettings>();
}
