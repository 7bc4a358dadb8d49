namespace DroasBot.GuildConfig.Tests.Settings;

public sealed record FlatSettings
{
    public ulong? ChannelId { get; init; }

    public bool Enabled { get; init; }
}
