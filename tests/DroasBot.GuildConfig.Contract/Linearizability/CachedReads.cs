namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>Cached reads of a node: per guild, never older than what it has served or written before, and only values whose write had begun.</summary>
internal static class CachedReads
{
    /// <returns>The first call that saw an impossible value; <see langword="null"/> if there is none.</returns>
    public static string? FindViolation(NodeHistory history)
    {
        var begun = history.Calls.ToDictionary(call => call.Id, call => call.Operation.Begun);
        var versions = history.Log.GroupBy(change => change.GuildId!.Value).ToDictionary(changes => changes.Key, changes => Versions(changes, begun));
        return history.Calls
            .Where(call => call.Fate == CallFate.Made)
            .GroupBy(call => (call.Node, call.Operation.Guild))
            .Select(calls => FindViolation(calls, versions.GetValueOrDefault(calls.Key.Guild, Versions([], begun))))
            .FirstOrDefault(violation => violation is not null);
    }

    private static List<Version> Versions(IEnumerable<GuildConfigChange> changes, Dictionary<string, long> begun)
        => [Version.First, .. changes.OrderBy(change => change.Revision).Select(change
            => new Version(change.Reason!, change.After is null ? 0 : change.Revision, change.After?.WelcomeChannelId, begun[change.Reason!]))];

    private static string? FindViolation(IEnumerable<NodeCall> calls, List<Version> versions)
    {
        var written = versions.Index().ToDictionary(version => version.Item.Writer, version => version.Index);
        var places = versions.Index().Where(version => version.Item.Revision > 0).ToDictionary(version => version.Item.Revision, version => version.Index);
        var absent = versions.Index().Where(version => version.Item.Revision == 0).Select(version => version.Index).ToList();
        var known = new PriorityQueue<int, long>();
        var least = 0;
        foreach (var call in calls.OrderBy(call => call.Operation.Begun))
        {
            while (known.TryPeek(out var earlier, out var returned) && returned < call.Operation.Begun)
            {
                known.Dequeue();
                least = Math.Max(least, earlier);
            }

            int? place = null;
            if (call.Operation.Claim is Claim.Read read && call.Reading != CallReading.Transaction)
            {
                place = read.Revision > 0 ? places.GetValueOrDefault(read.Revision, -1) : absent.FirstAtLeast(least);
                if (place < least || versions[place.Value].Value != read.Value || versions[place.Value].Begun > call.Operation.Returned)
                {
                    return $"The node had {versions[least]} before {call}";
                }
            }
            else if (written.TryGetValue(call.Id, out var own))
            {
                place = own;
            }

            if (place is { } seen)
            {
                known.Enqueue(seen, call.Operation.Returned);
            }
        }

        return null;
    }

    /// <summary>It is unknown which version without a row was read: the earliest possible one excludes the least.</summary>
    private static int FirstAtLeast(this List<int> ascending, int least)
    {
        var found = ascending.BinarySearch(least);
        found = found < 0 ? ~found : found;
        return found < ascending.Count ? ascending[found] : -1;
    }

    private sealed record Version(string Writer, long Revision, ulong? Value, long Begun)
    {
        public static Version First { get; } = new("nobody", 0, null, 0);
    }
}
