using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The time from the return of a change in one process until <c>GetAsync</c> returns it in another. 20 guilds are changed per second, one after another.</summary>
/// <remarks>
/// A reader that polls constantly would take the writer's core. So each change is read when a watcher of the reading process receives it, and one
/// guild in 20 is also polled every millisecond, independently of the watcher: the two must agree.
/// </remarks>
internal sealed class SyncLag : IMeasurement
{
    private const int PerSecond = 20;

    /// <summary>Three seconds, during which both processes still compile.</summary>
    private const int Warmup = 3 * PerSecond;

    private static readonly GuildConfigOptions _options = new();

    public string Name => "sync";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        await MeasureSqliteAsync(table, scale, "SQLite, file watcher", polling: false, atMost: 100);
        await MeasureSqliteAsync(table, scale, "SQLite, no file watcher", polling: true, atMost: _options.SyncInterval.TotalMilliseconds + 100);
        const string PostgreSql = "PostgreSQL";
        if (!PostgreSqlCluster.IsInstalled)
        {
            table.AddAbsence($"sync lag, {PostgreSql}", "not installed here");
            return;
        }

        await using var cluster = await PostgreSqlCluster.StartNewAsync(survivesPowerLoss: true);
        await MeasureAsync(table, scale, PostgreSql, "postgres:" + cluster.ConnectionString("bot"), polling: false, atMost: 250);
    }

    private static async Task MeasureSqliteAsync(ResultTable table, Scale scale, string name, bool polling, double atMost)
    {
        using var directory = new TemporaryDirectory();
        await MeasureAsync(table, scale, name, "sqlite:" + directory.Database, polling, atMost);
    }

    private static async Task MeasureAsync(ResultTable table, Scale scale, string name, string database, bool polling, double atMost)
    {
        var changes = Warmup + (scale.IsQuick ? 400 : 10_000);
        var writes = await new FollowedWriter { Database = database, Polling = polling, Changes = changes, PerSecond = PerSecond, Concurrency = 1 }.RunAsync();
        var (watched, polled) = (Lags(writes.Watched), Lags(writes.Polled));
        table.AddValue($"sync lag, {name}, p50", watched.Percentile(0.5), "ms");
        table.AddValue($"sync lag, {name}, p99", watched.Percentile(0.99), "ms", atMost);
        table.AddValue($"sync lag, {name}, longest", watched.Max, "ms");
        table.AddValue($"sync lag, {name}, p99 of {polled.Count} polled", polled.Percentile(0.99), "ms");
        table.AddValue($"sync lag, {name}, longest of the first {Warmup}", writes.Watched.Take(Warmup).Max(change => change.Lag.TotalMilliseconds), "ms");
        var seen = writes.Watched.Where(change => change.ReadRevision >= change.Revision).Select(change => change.Revision).ToHashSet();
        table.AddValue($"changes missed, {name}", Enumerable.Range(1, changes).Count(revision => !seen.Contains(revision)), $"of {changes:N0}", atMost: 0);
    }

    private static Samples Lags(IEnumerable<SeenChange> changes)
    {
        var lags = new Samples();
        lags.AddRange(changes.Where(change => change.Revision > Warmup).Select(change => change.Lag.TotalMilliseconds));
        return lags;
    }
}
