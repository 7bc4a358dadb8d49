namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>A section with one member of any immutable type.</summary>
public sealed record ImmutableHolder<TValue>
{
    public TValue? Value { get; init; }

    public int Other { get; init; }
}
