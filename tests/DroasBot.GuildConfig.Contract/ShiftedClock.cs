namespace DroasBot.GuildConfig.Contract;

/// <summary>A clock that a test can set forward and back. Its timers follow the machine's clock.</summary>
public sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
