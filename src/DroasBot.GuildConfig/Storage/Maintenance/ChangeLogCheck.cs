using System.Data;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Reads each change, and compares it with its digest, the guild's previous change, the guild, and the clock.</summary>
/// <remarks>
/// Each change names the previous one of its guild; pruning, which removes the oldest changes of a guild, clears that name in the next one. So a
/// named change that does not exist is missing. See docs/design/verification.md.
/// </remarks>
internal sealed class ChangeLogCheck(SettingsRegistry registry, ProblemList problems) : PagedCheck(pageSize: 200)
{
    private const int Clock = ChangeRow.Width;
    private const int ClockPruned = ChangeRow.Width + 1;
    private const int EarlierRevision = ChangeRow.Width + 2;
    private const int EarlierAfter = ChangeRow.Width + 3;
    private const int OwnBefore = ChangeRow.Width + 4;
    private const int HasNewer = ChangeRow.Width + 5;
    private const int HasGuild = ChangeRow.Width + 6;

    private bool _hasClock;

    /// <summary>Gets the statement; if there are no more changes, its one row holds only the clock.</summary>
    public override Statement Statement { get; } = new(
        $"""
        SELECT {ChangeRow.Columns}, k.revision, k.pruned, e.revision, e."after", c."before",
            (SELECT min(n.revision) FROM guild_config_change AS n WHERE n.guild_id = c.guild_id AND n.revision > c.revision),
            (SELECT g.revision FROM guild_config AS g WHERE g.guild_id = c.guild_id)
        FROM (SELECT max(revision) AS revision, max(pruned) AS pruned FROM guild_config_clock) AS k
            LEFT JOIN (SELECT * FROM guild_config_change WHERE revision >= @from ORDER BY revision LIMIT @limit) AS c ON 1 = 1
            LEFT JOIN guild_config_change AS p ON p.revision = c.previous
            LEFT JOIN guild_config_change AS e
                ON e.revision = (SELECT max(o.revision) FROM guild_config_change AS o WHERE o.guild_id = c.guild_id AND o.revision < c.revision)
        ORDER BY c.revision
        """,
        ("from", DbType.Int64), ("limit", DbType.Int64));

    public override void Visit(StoredRow row)
    {
        FindClock(row);
        if (row.IsNull(0))
        {
            return;
        }

        var revision = row.Int64(0);
        MoveBehind(revision);
        CompareWithClock(revision, row);
        if (Read(row) is { } read)
        {
            CompareWithEarlier(read, row);
            CompareWithGuild(read.GuildId, revision, read.After is not null, row);
        }
    }

    private void FindClock(StoredRow row)
    {
        if (!_hasClock && row.IsNull(Clock))
        {
            problems.Add("The clock is missing: the table guild_config_clock is empty.");
        }

        _hasClock = true;
    }

    private void CompareWithClock(long revision, StoredRow row)
    {
        if (row.NullableInt64(Clock) is not { } clock)
        {
            return;
        }

        if (revision > clock)
        {
            problems.Add($"The change with revision {revision} is one that the clock ({clock}) has not given out.");
        }
    }

    private ChangeRow? Read(StoredRow row)
    {
        try
        {
            var read = ChangeRow.Read(row);
            if (read.IsBeforeLost)
            {
                return read;
            }

            foreach (var problem in ChangeConsistency.Judge(read, read.ToChange(registry)))
            {
                problems.Add($"The change with revision {read.Revision} {problem}.");
            }

            return read;
        }
        catch (FormatException unreadable)
        {
            problems.Add(unreadable.Message);
            return null;
        }
    }

    private void CompareWithEarlier(ChangeRow change, StoredRow row)
    {
        var earlier = row.NullableInt64(EarlierRevision);
        if (change.Previous is { } previous && earlier != previous)
        {
            // If nothing was pruned, every gap is reported elsewhere.
            if (row.NullableInt64(ClockPruned) > 0)
            {
                problems.Add($"Revision {previous} is missing from the audit trail, where revision {change.Revision} follows it.");
            }
        }
        else if (change.Previous is null && earlier is not null)
        {
            problems.Add($"The change with revision {change.Revision} does not follow the guild's previous change, revision {earlier}.");
        }
        else if (change is { Kind: GuildConfigChangeKind.Created, IsUnaltered: true } && !row.IsNull(EarlierAfter))
        {
            problems.Add($"The change with revision {change.Revision} is of kind Created, which does not match the state of the guild after revision {earlier}.");
        }
        else if (change.Previous is not null && row.NullableText(OwnBefore) is { } before && before != row.NullableText(EarlierAfter))
        {
            problems.Add($"The change with revision {change.Revision} begins with a different configuration than its guild had after revision {earlier}.");
        }
    }

    private void CompareWithGuild(ulong? guildId, long revision, bool leavesGuild, StoredRow row)
    {
        if (guildId is not null && leavesGuild && row.IsNull(HasNewer) && row.IsNull(HasGuild))
        {
            problems.Add($"Guild {guildId} is missing, although its newest change, revision {revision}, says that it exists.");
        }
    }
}
