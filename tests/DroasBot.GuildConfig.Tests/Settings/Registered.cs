using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>Creates registries as a host would have them.</summary>
internal static class Registered
{
    public const ulong Guild = 81384788765712384;

    public static SettingsSection Section<TSettings>(string name, Action<GuildSettingsOptions<TSettings>>? configure = null)
        where TSettings : class, new()
    {
        var options = new GuildSettingsOptions<TSettings>();
        configure?.Invoke(options);
        return new SettingsSection<TSettings>(name, options);
    }

    public static SettingsRegistry Registry(params SettingsSection[] sections) => new(sections);

    public static SettingsRegistry ModerationAndTickets()
        => Registry(Section<ModerationSettings>("moderation"), Section<TicketSettings>("tickets"));

    /// <summary>Edits stored text as an update does.</summary>
    public static string Edit(this SettingsRegistry registry, string json, Action<GuildSettingsDraft> edit)
    {
        var draft = new GuildSettingsDraft(Guild, registry.Read(json));
        edit(draft);
        return draft.ToSettings().Json;
    }

    public static TSettings Get<TSettings>(this SettingsRegistry registry, string json)
        where TSettings : class, new()
        => registry.Read(json).Get<TSettings>(Guild);
}
