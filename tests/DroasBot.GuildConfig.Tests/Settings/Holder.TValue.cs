namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>A section with one member of any type.</summary>
public sealed class Holder<TValue>
{
    public TValue? Value { get; set; }

    public int Other { get; set; }
}
