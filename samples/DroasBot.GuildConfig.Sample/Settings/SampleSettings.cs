namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>Registers the sections, the same in every process on the database.</summary>
internal static class SampleSettings
{
    public static IGuildConfigBuilder AddSampleSettings(this IGuildConfigBuilder builder)
        => builder
            .AddSettings<ModerationSettings>(ModerationSettings.Section, options => options.Validate = ModerationSettings.FindViolations)
            .AddSettings<WelcomeSettings>(WelcomeSettings.Section, options => options.Validate = WelcomeSettings.FindViolations);
}
