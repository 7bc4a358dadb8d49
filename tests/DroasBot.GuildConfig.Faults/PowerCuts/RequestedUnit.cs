using System.Globalization;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A unit of work that a writer has asked for, by what holds after it.</summary>
/// <param name="Guilds">What each of its guilds is.</param>
/// <param name="Images">Which images are stored.</param>
/// <param name="Gone">Which texts are in no file.</param>
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
