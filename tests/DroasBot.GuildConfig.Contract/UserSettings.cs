using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Settings that refer to users, and to a channel.</summary>
public sealed record UserSettings
{
    [UserId]
    public ImmutableArray<ulong> Welcomers { get; init; } = [];

    [UserId]
    public ulong? Greeter { get; init; }

    [ChannelId]
    public ulong? Channel { get; init; }
}
