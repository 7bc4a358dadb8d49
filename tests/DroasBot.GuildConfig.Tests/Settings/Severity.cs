namespace DroasBot.GuildConfig.Tests.Settings;

public enum Severity
{
    Low,
    High,
}
