using System.Globalization;
using Xunit;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>The results of a bot in one round, and its size afterwards. Durations are in microseconds.</summary>
internal sealed record SoakRound(
    int Reads, int MedianRead, int SlowRead, int Edits, int MedianEdit, int SlowEdit, int Failures, long HeapBytes, long ResidentBytes, long Handles, long DatabaseBytes)
{
    /// <summary>Reads a line of the node's <c>soak</c> command.</summary>
    public static SoakRound Parse(string? line, long databaseBytes)
    {
        var words = line?.Split(' ') ?? [];
        Assert.True(words is ["round", ..], $"The bot said '{line}' in place of a round.");
        var numbers = words.Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return new SoakRound(
            (int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4], (int)numbers[5], (int)numbers[6], numbers[7], numbers[8], numbers[9], databaseBytes);
    }
}
