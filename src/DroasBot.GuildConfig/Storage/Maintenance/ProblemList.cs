using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>The problems found so far: the first ones as sentences, the others only counted.</summary>
internal sealed class ProblemList
{
    internal const int Longest = 1000;

    private readonly List<string> _problems = [];
    private long _more;

    public void Add(string problem)
    {
        if (_problems.Count < Longest)
        {
            _problems.Add(problem);
        }
        else
        {
            _more++;
        }
    }

    public IReadOnlyList<string> ToList()
        => _more == 0 ? _problems : [.. _problems, string.Create(CultureInfo.InvariantCulture, $"There are {_more} more problems. Fix these, and verify again.")];
}
