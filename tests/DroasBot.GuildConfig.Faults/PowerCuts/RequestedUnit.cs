using System.Globalization;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A unit of work that a writer requested, described by what is true afterwards.</summary>
/// <param name="Guilds">The value of each of its guilds.</param>
/// <param name="Images">The stored images.</param>
/// <param name="Gone">The texts that no file contains.</param>
internal sealed record RequestedUnit(IReadOnlyDictionary<ulong, string> Guilds, IReadOnlyList<string> Images, IReadOnlyList<string> Gone)
{
    public static RequestedUnit Parse(IEnumerable<string> items)
    {
        var pairs = items.Select(item => item.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]);
        return new RequestedUnit(
            pairs.Where(pair => char.IsAsciiDigit(pair.Key[0])).ToDictionary(pair => ulong.Parse(pair.Key, CultureInfo.InvariantCulture), pair => pair.Single()),
            [.. pairs["image"]],
            [.. pairs["gone"]]);
    }
}
