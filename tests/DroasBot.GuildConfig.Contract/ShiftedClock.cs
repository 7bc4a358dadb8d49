namespace DroasBot.GuildConfig.Contract;

/// <summary>A clock that a test sets forward and back. Its timers are those of the machine.</summary>
public sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
