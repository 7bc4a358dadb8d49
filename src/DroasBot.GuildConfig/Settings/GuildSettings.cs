namespace DroasBot.GuildConfig.Settings;

/// <summary>All settings of one guild: the stored JSON object, its sections parsed when asked for. Immutable.</summary>
internal sealed class GuildSettings(SettingsRegistry registry, string json)
{
    public const string EmptyJson = "{}";

    public SettingsRegistry Registry { get; } = registry;

    /// <summary>Gets the stored text, to the byte.</summary>
    public string Json { get; } = json;

    public TSettings Get<TSettings>(ulong guildId)
        where TSettings : class, new()
        => throw new ArgumentException($"No settings of type {typeof(TSettings)} are registered. Register them with AddSettings<{typeof(TSettings).Name}>(\"name\").", nameof(TSettings));
}
