using System.Data.Common;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Reads each change, and looks for guilds that should be there and for revisions that are missing.</summary>
/// <remarks>
/// Pruning leaves gaps of its own. A gap is one that it cannot have left if it lies behind a <em>witness</em>: a change that is still there although
/// pruning would have removed it first. See docs/design/verification.md.
/// </remarks>
internal sealed class ChangeLogCheck(SettingsRegistry registry, ProblemList problems) : PagedCheck(pageSize: 200)
{
    private const int GuildId = 1;
    private const int ChangedAt = 3;
    private const int After = 7;
    private const int Clock = 8;
    private const int HasWitness = 9;
    private const int HasNewer = 10;
    private const int HasGuild = 11;
    private const int EarlierRevision = 12;
    private const int EarlierChangedAt = 13;

    private (long Revision, long ChangedAt)? _last;
    private (long Revision, long ChangedAt)? _witness;
    private long? _clock;

    /// <summary>Gets the statement; if there are no more changes, its one row has the clock alone.</summary>
    public override string Sql { get; } = $"""
        SELECT c.*, k.revision,
            EXISTS (SELECT 1 FROM guild_config_change AS w WHERE w.revision = @witness),
            EXISTS (SELECT 1 FROM guild_config_change AS n WHERE n.guild_id = c.guild_id AND n.revision > c.revision),
            EXISTS (SELECT 1 FROM guild_config AS g WHERE g.guild_id = c.guild_id),
            e.revision, e.changed_at
        FROM (SELECT max(revision) AS revision FROM guild_config_clock) AS k
            LEFT JOIN ({ChangeRow.SelectSql} WHERE revision >= @from ORDER BY revision LIMIT @limit) AS c ON 1 = 1
            LEFT JOIN guild_config_change AS e
                ON e.revision = (SELECT max(p.revision) FROM guild_config_change AS p WHERE p.guild_id = c.guild_id AND p.revision < c.revision)
        ORDER BY c.revision
        """;

    public override IReadOnlyList<(string Name, long Value)> BeginPage()
        => [.. base.BeginPage(), ("witness", _witness?.Revision ?? long.MinValue)];

    public override void Visit(DbDataReader row)
    {
        BeginRow(row);
        if (row.IsDBNull(0))
        {
            return;
        }

        var current = (Revision: row.GetInt64(0), ChangedAt: row.GetInt64(ChangedAt));
        FindGap(current.Revision - 1, current.ChangedAt);
        CompareWithClock(current.Revision);
        Read(current.Revision, row);
        _witness ??= FindWitness(row);
        _last = current;
        MoveBehind(current.Revision);
    }

    public override void EndPage()
    {
        base.EndPage();
        if (IsDone && _clock is { } clock)
        {
            FindGap(clock, changedAt: null);
        }
    }

    private void BeginRow(DbDataReader row)
    {
        _clock = row.IsDBNull(Clock) ? null : row.GetInt64(Clock);
        if (!IsAtStartOfPage)
        {
            return;
        }

        if (!row.GetBoolean(HasWitness))
        {
            // Pruned meanwhile, so what comes after it may have been too.
            _witness = null;
        }

        if (_clock is null && _last is null)
        {
            problems.Add("The clock is missing: the table guild_config_clock is empty.");
        }
    }

    /// <summary>Reports what is missing between the last change and a revision, as far as the clock has come, unless pruning may have removed it.</summary>
    private void FindGap(long upTo, long? changedAt)
    {
        if (_witness is not { } witness || _last is not { } last || _clock is not { } clock
            || last.ChangedAt < witness.ChangedAt || changedAt < witness.ChangedAt)
        {
            return;
        }

        var (first, end) = (last.Revision + 1, Math.Min(upTo, clock));
        if (first == end)
        {
            problems.Add($"Revision {first} is missing from the audit trail.");
        }
        else if (first < end)
        {
            problems.Add($"Revisions {first} to {end} are missing from the audit trail.");
        }
    }

    private void CompareWithClock(long revision)
    {
        if (revision > _clock)
        {
            problems.Add($"The change with revision {revision} is one that the clock ({_clock}) has not given out.");
        }
    }

    private void Read(long revision, DbDataReader row)
    {
        try
        {
            ChangeRow.ToChange(row, registry);
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidCastException or OverflowException)
        {
            problems.Add(unreadable.Message);
            return;
        }

        if (!row.IsDBNull(GuildId) && !row.IsDBNull(After) && !row.GetBoolean(HasNewer) && !row.GetBoolean(HasGuild))
        {
            problems.Add($"Guild {Snowflake.FromStored(row.GetInt64(GuildId))} is not there, although its newest change, revision {revision}, says that it is.");
        }
    }

    /// <summary>A change of all guilds is pruned as soon as it is old; one of a guild once it has a newer one, which here is this row.</summary>
    private static (long Revision, long ChangedAt)? FindWitness(DbDataReader row)
        => row.IsDBNull(GuildId) ? (row.GetInt64(0), row.GetInt64(ChangedAt))
            : row.IsDBNull(EarlierRevision) ? null
            : (row.GetInt64(EarlierRevision), row.GetInt64(EarlierChangedAt));
}
