namespace DroasBot.GuildConfig.Sample.Settings;

internal enum ModerationAction
{
    Mute,
    Kick,
    Ban,
}
