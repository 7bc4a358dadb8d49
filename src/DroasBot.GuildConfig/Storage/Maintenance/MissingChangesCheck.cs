using DroasBot.GuildConfig.Storage.Reading;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Counts the changes: every revision that was given out must exist or have been pruned. Each query is one statement, so it sees one snapshot.</summary>
internal sealed class MissingChangesCheck(ReaderPool pool, ProblemList problems)
{
    private const int Seconds = 600;

    private static readonly Statement _counts = new(
        "SELECT k.revision, k.pruned, (SELECT count(*) FROM guild_config_change AS c WHERE c.revision <= k.revision) FROM guild_config_clock AS k")
    { TimeoutSeconds = Seconds };

    /// <summary>If nothing was pruned, each gap is a missing change; the clock stands for the next change.</summary>
    private static readonly Statement _holes = new(
        """
        SELECT n.earlier + 1, n.revision - 1 FROM (
            SELECT r.revision, lag(r.revision, 1, 0) OVER (ORDER BY r.revision) AS earlier
            FROM (SELECT revision FROM guild_config_change UNION SELECT revision + 1 FROM guild_config_clock) AS r) AS n
            CROSS JOIN guild_config_clock AS k
        WHERE n.revision > n.earlier + 1 AND n.revision <= k.revision + 1 AND k.pruned = 0 ORDER BY n.revision
        """)
    { TimeoutSeconds = Seconds };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var missing = await pool.ReadAsync(
            _counts,
            static async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? (cursor.Row.Int64(0), cursor.Row.Int64(1), cursor.Row.Int64(2)) : (0, 0, 0),
            cancellationToken).ConfigureAwait(false);
        var (revision, pruned, present) = missing;
        if (revision - pruned == present)
        {
            return;
        }

        if (!await ReportHolesAsync(cancellationToken).ConfigureAwait(false))
        {
            problems.Add($"The audit trail has {present} changes, but {revision} were made and {pruned} pruned.");
        }
    }

    /// <returns>Whether there are any.</returns>
    private Task<bool> ReportHolesAsync(CancellationToken cancellationToken)
        => pool.ReadAsync(
            _holes,
            async cursor =>
            {
                var hasHole = false;
                while (await cursor.MoveNextAsync().ConfigureAwait(false))
                {
                    hasHole = true;
                    var (first, last) = (cursor.Row.Int64(0), cursor.Row.Int64(1));
                    problems.Add(first == last
                        ? $"Revision {first} is missing from the audit trail."
                        : $"Revisions {first} to {last} are missing from the audit trail.");
                }

                return hasHole;
            },
            cancellationToken);
}
