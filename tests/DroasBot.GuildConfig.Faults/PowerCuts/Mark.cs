namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A line in which the recorded node says what it is doing.</summary>
/// <param name="Position">How many operations were recorded before it.</param>
/// <param name="Words">The line's words.</param>
internal sealed record Mark(int Position, string[] Words);
