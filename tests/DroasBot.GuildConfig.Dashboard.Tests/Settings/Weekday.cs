namespace DroasBot.GuildConfig.Dashboard.Tests.Settings;

internal enum Weekday
{
    Monday,
    Friday,
    Sunday,
}
