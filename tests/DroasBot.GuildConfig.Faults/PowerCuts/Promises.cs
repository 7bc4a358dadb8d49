using System.Globalization;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>What the library was asked to do, and what it had acknowledged, when the power was cut.</summary>
internal sealed class Promises
{
    private readonly SortedDictionary<int, List<RequestedUnit>> _asked = [];
    private readonly Dictionary<int, int> _done = [];

    private Promises()
    {
    }

    /// <summary>Gets the newest acknowledged revision.</summary>
    public long Revision { get; private set; }

    public IEnumerable<int> Writers => _asked.Keys;

    /// <summary>Gets the acknowledged units.</summary>
    public IEnumerable<RequestedUnit> Kept => Writers.SelectMany(writer => _asked[writer].Take(DoneBy(writer)));

    /// <summary>Returns what is promised of a state after a power cut.</summary>
    public static Promises At(Recording recording, PowerCut cut) => Between(recording, cut.Position, cut.Position);

    /// <summary>Returns what is promised of a state that is of a moment between two others, such as that of a backup.</summary>
    public static Promises Between(Recording recording, int first, int last)
    {
        var promises = new Promises();
        foreach (var mark in recording.Marks.TakeWhile(mark => mark.Position <= last).Where(mark => mark.Words[0] == "asked" || (mark.Words[0] == "done" && mark.Position <= first)))
        {
            var writer = int.Parse(mark.Words[1], CultureInfo.InvariantCulture);
            if (mark.Words[0] == "asked")
            {
                if (!promises._asked.TryGetValue(writer, out var units))
                {
                    promises._asked.Add(writer, units = []);
                }

                units.Add(RequestedUnit.Parse(mark.Words.Skip(3)));
            }
            else
            {
                promises._done[writer] = int.Parse(mark.Words[2], CultureInfo.InvariantCulture) + 1;
                promises.Revision = Math.Max(promises.Revision, long.Parse(mark.Words[3], CultureInfo.InvariantCulture));
            }
        }

        return promises;
    }

    /// <summary>Returns the allowed states of a writer's guilds: after the last acknowledged unit, or after a later one that was requested.</summary>
    public IEnumerable<IReadOnlyDictionary<ulong, string>> StatesOf(int writer)
    {
        var units = _asked[writer];
        for (var count = DoneBy(writer); count <= units.Count; count++)
        {
            var state = new SortedDictionary<ulong, string>(units.SelectMany(unit => unit.Guilds.Keys).Distinct().ToDictionary(guild => guild, _ => GuildValue.Absent));
            foreach (var (guild, value) in units.Take(count).SelectMany(unit => unit.Guilds))
            {
                state[guild] = value;
            }

            yield return state;
        }
    }

    private int DoneBy(int writer) => _done.GetValueOrDefault(writer);
}
