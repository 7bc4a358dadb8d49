using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>Reads a damaged database table by table, and writes a sound one.</summary>
internal sealed class Salvage(SqliteConnection damaged, FillTransaction fill, SettingsRegistry registry, IProgress<RowProgress>? progress)
{
    private const int RowsBetweenReports = 1000;

    private readonly List<SalvagedTable> _tables = [];
    private long _done;

    public IReadOnlyList<SalvagedTable> Tables => _tables;

    public IReadOnlyList<string> Guilds { get; private set; } = [];

    public long Revision { get; private set; }

    /// <returns>The highest revision, and how many changes up to it are missing.</returns>
    public async Task<(long Revision, long Pruned)> RunAsync(CancellationToken cancellationToken)
    {
        var (backgrounds, history) = (new SalvagedBackgrounds(fill), new SalvagedHistory(fill, registry));
        var guilds = new SalvagedGuilds(fill, registry, history, backgrounds, TimeProvider.System.GetUtcNow());
        var clock = new DamagedTable(damaged, StoredTables.Clock);
        var stood = Rows(clock, cancellationToken).Select(StoredTables.Clock.NamedValues).FirstOrDefault();
        history.See(stood?["revision"] as long? ?? 0);

        var contents = await ReadAsync(StoredTables.Contents, row => backgrounds.TryAddContentAsync(row, cancellationToken), cancellationToken).ConfigureAwait(false);
        var assets = await ReadAsync(StoredTables.Backgrounds, row => Accept(() => backgrounds.AddAsset(row)), cancellationToken).ConfigureAwait(false);
        var rows = await ReadAsync(StoredTables.Guilds, row => Accept(() => guilds.Add(row)), cancellationToken).ConfigureAwait(false);
        guilds.AddUnreadable(rows.UnreadableKeys);
        var changes = await ReadAsync(StoredTables.Changes, row => history.TryAddAsync(row, cancellationToken), cancellationToken).ConfigureAwait(false);
        var read = history.Count;
        await guilds.WriteAllAsync(cancellationToken).ConfigureAwait(false);
        var departures = await ReadAsync(StoredTables.Departures, row => AddDepartureAsync(row, cancellationToken), cancellationToken).ConfigureAwait(false);

        (Guilds, Revision) = (guilds.Said, history.Highest);
        Add(contents, backgrounds.Contents, contents.Unreadable + backgrounds.MissingContents);
        Add(assets, backgrounds.Assets, assets.Unreadable);
        Add(rows, guilds.Written, guilds.Lost);
        Add(changes, read, stood is null ? changes.Unreadable : Math.Max(0, (long)stood["revision"]! - (long)stood["pruned"]! - read));
        Add(departures, departures.Read, departures.Unreadable);
        Add(clock, stood is null ? 0 : 1, stood is null ? 1 : 0);
        return (Revision, Revision - history.Count);
    }

    private static Task<bool> Accept(Action add)
    {
        add();
        return Task.FromResult(true);
    }

    private async Task<bool> AddDepartureAsync(object?[] row, CancellationToken cancellationToken)
        => (long)row[0]! != 0 && await fill.ExecuteAsync(StoredTables.Departures.Insert, cancellationToken, row).ConfigureAwait(false) > 0;

    private async Task<DamagedTable> ReadAsync(StoredTable table, Func<object?[], Task<bool>> take, CancellationToken cancellationToken)
    {
        var read = new DamagedTable(damaged, table);
        foreach (var row in Rows(read, cancellationToken))
        {
            if (!await take(row).ConfigureAwait(false))
            {
                read.Refuse();
            }
        }

        return read;
    }

    private IEnumerable<object?[]> Rows(DamagedTable table, CancellationToken cancellationToken)
    {
        foreach (var row in table.ReadRows(cancellationToken))
        {
            if (++_done % RowsBetweenReports == 0)
            {
                progress?.Report(new RowProgress(_done, Total: 0));
            }

            yield return row;
        }
    }

    private void Add(DamagedTable table, long kept, long lost) => _tables.Add(new SalvagedTable(table.Table.Name, kept, lost, table.HasGap));
}
