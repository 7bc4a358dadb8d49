namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A line that the recorded node has written about what it does.</summary>
/// <param name="Position">How many operations were recorded before it.</param>
/// <param name="Words">The line's words.</param>
internal sealed record Mark(int Position, string[] Words);
