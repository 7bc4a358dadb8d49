using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Schema;
using Change = System.Collections.Generic.OrderedDictionary<string, object?>;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>The salvaged changes, already in the new database; where some are lost in between, the remaining changes of a guild are relinked.</summary>
internal sealed class SalvagedHistory(FillTransaction fill, SettingsRegistry registry)
{
    private static readonly Statement _select = new(
        $"SELECT {StoredTables.Changes.ColumnList} FROM {StoredTables.Changes.Name} WHERE revision = @revision", ("revision", System.Data.DbType.Int64));

    private readonly Dictionary<long, List<(long Revision, long? Previous)>> _byGuild = [];
    private readonly HashSet<long> _revisions = [];

    /// <summary>Gets the highest revision that is known to have been assigned.</summary>
    public long Highest { get; private set; }

    /// <summary>Gets the number of changes.</summary>
    public long Count => _revisions.Count;

    public IEnumerable<long> Guilds => _byGuild.Keys;

    /// <summary>Adds a change if it is valid.</summary>
    /// <returns>Whether it is valid.</returns>
    public async Task<bool> TryAddAsync(object?[] values, CancellationToken cancellationToken)
    {
        var change = StoredTables.Changes.NamedValues(values);
        if ((long)change["revision"]! is <= 0 and var none || !IsReadable(change) || _revisions.Contains((long)change["revision"]!))
        {
            return false;
        }

        await AddAsync(values, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Adds a valid change.</summary>
    public async Task AddAsync(object?[] values, CancellationToken cancellationToken)
    {
        await fill.ExecuteAsync(StoredTables.Changes.Insert, cancellationToken, values).ConfigureAwait(false);
        var change = StoredTables.Changes.NamedValues(values);
        var revision = (long)change["revision"]!;
        _revisions.Add(revision);
        See(revision);
        if (change["guild_id"] is long guild)
        {
            if (!_byGuild.TryGetValue(guild, out var links))
            {
                _byGuild.Add(guild, links = []);
            }

            links.Add((revision, change["previous"] as long?));
        }
    }

    /// <summary>Records a revision that was assigned.</summary>
    public void See(long revision) => Highest = Math.Max(Highest, revision);

    /// <summary>Returns an unused revision: the preferred one, or a new one.</summary>
    public long Take(long wished) => wished > 0 && !_revisions.Contains(wished) ? wished : ++Highest;

    /// <summary>Links the changes of a guild.</summary>
    /// <param name="guild">The guild.</param>
    /// <param name="say">Receives what was removed.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The newest; <see langword="null"/> if there is none.</returns>
    public async Task<Change?> LinkAsync(long guild, Action<string> say, CancellationToken cancellationToken)
    {
        if (!_byGuild.TryGetValue(guild, out var links))
        {
            return null;
        }

        links.Sort();
        var kept = new List<long>();
        foreach (var (revision, previous) in links)
        {
            if (previous == (kept.Count == 0 ? null : kept[^1]) || await RelinkAsync(revision, kept, say, cancellationToken).ConfigureAwait(false))
            {
                kept.Add(revision);
            }
        }

        return kept.Count == 0 ? null : await ReadAsync(kept[^1], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes all changes of a guild.</summary>
    public async Task RemoveAsync(long guild, CancellationToken cancellationToken)
    {
        foreach (var (revision, _) in _byGuild[guild].Where(link => _revisions.Contains(link.Revision)))
        {
            await RemoveChangeAsync(revision, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> RelinkAsync(long revision, List<long> earlier, Action<string> say, CancellationToken cancellationToken)
    {
        var change = await ReadAsync(revision, cancellationToken).ConfigureAwait(false);
        if (earlier.Count > 0)
        {
            if (await TryFollowAsync(change, await ReadAsync(earlier[^1], cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))
            {
                say($"lost changes between revisions {earlier[^1]} and {revision}");
                return true;
            }

            say($"lost changes before revision {revision}, and the changes up to revision {earlier[^1]} do not lead to it, so they were left out");
            foreach (var left in earlier)
            {
                await RemoveChangeAsync(left, cancellationToken).ConfigureAwait(false);
            }

            earlier.Clear();
        }

        if (await TryFollowAsync(change, earlier: null, cancellationToken).ConfigureAwait(false))
        {
            say($"lost changes before revision {revision}");
            return true;
        }

        say($"lost the change with revision {revision}, which is meaningless without earlier ones");
        await RemoveChangeAsync(revision, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Links a change to an earlier one: as it is, or as one that requires less of the state before it.</summary>
    private async Task<bool> TryFollowAsync(Change change, Change? earlier, CancellationToken cancellationToken)
    {
        var follower = new Change(change) { ["previous"] = earlier?["revision"] };
        if (earlier is not null)
        {
            follower["before"] = null;
        }

        if (!Fits(follower, earlier))
        {
            follower["kind"] = (int)GuildConfigChangeKind.Restored;
            follower["digest"] = RowOf(follower, earlier) is var restored ? ChangeDigest.Of(restored) : null;
            if (!Fits(follower, earlier))
            {
                return false;
            }
        }

        await fill.ExecuteAsync(StoredTables.Changes.Delete, cancellationToken, change["revision"]).ConfigureAwait(false);
        await fill.ExecuteAsync(StoredTables.Changes.Insert, cancellationToken, [.. follower.Values]).ConfigureAwait(false);
        return true;
    }

    private bool Fits(Change change, Change? earlier)
    {
        var row = RowOf(change, earlier);
        try
        {
            return !(row.Kind == GuildConfigChangeKind.Created && earlier?["after"] is not null) && !ChangeConsistency.Judge(row, row.ToChange(registry)).Any();
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private bool IsReadable(Change change)
    {
        try
        {
            var row = RowOf(change, earlier: null) with { PreviousFound = change["previous"] as long? };
            return Enum.IsDefined(row.Kind) && row.GuildId is not 0 && row.IsUnaltered
                && (row.After is null || SnapshotJson.TryRead(row.GuildId ?? 0, row.After, registry) is not null)
                && (row.Before is null || SnapshotJson.TryRead(row.GuildId ?? 0, row.Before, registry) is not null)
                && (row.After is null || row.GuildId is not null);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static ChangeRow RowOf(Change change, Change? earlier)
        => ChangeRow.Read(new ValuesRow(
            change["revision"],
            change["guild_id"],
            change["kind"],
            change["changed_at"],
            change["actor_id"],
            change["reason"],
            change["kind"] is (int)GuildConfigChangeKind.Created ? change["before"] : change["before"] ?? earlier?["after"],
            change["after"],
            change["mark"],
            change["previous"],
            change["digest"],
            earlier?["revision"]));

    private async Task<Change> ReadAsync(long revision, CancellationToken cancellationToken)
        => (await fill.Session.QueryAsync(_select, static row => StoredTables.Changes.NamedValues(StoredTables.Changes.ReadValues(row)), cancellationToken, revision).ConfigureAwait(false))[0];

    private async Task RemoveChangeAsync(long revision, CancellationToken cancellationToken)
    {
        await fill.ExecuteAsync(StoredTables.Changes.Delete, cancellationToken, revision).ConfigureAwait(false);
        _revisions.Remove(revision);
    }
}
