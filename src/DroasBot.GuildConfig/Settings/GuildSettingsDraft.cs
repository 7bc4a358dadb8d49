namespace DroasBot.GuildConfig.Settings;

/// <summary>The settings of one guild while they are edited.</summary>
internal sealed class GuildSettingsDraft(ulong guildId, GuildSettings original)
{
    public bool HasChanges { get; }

    public TSettings Get<TSettings>()
        where TSettings : class, new()
        => original.Get<TSettings>(guildId);

    public void Set<TSettings>(TSettings value)
        where TSettings : class, new()
        => original.Get<TSettings>(guildId);

    public void Reset<TSettings>()
        where TSettings : class, new()
        => original.Get<TSettings>(guildId);

    public GuildSettings ToSettings() => original;
}
