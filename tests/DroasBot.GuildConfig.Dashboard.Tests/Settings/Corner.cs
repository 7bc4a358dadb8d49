namespace DroasBot.GuildConfig.Dashboard.Tests.Settings;

internal sealed record Corner
{
    public int X { get; init; }

    public int Y { get; init; }
}
