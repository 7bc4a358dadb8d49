using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Checks whether a change is consistent: its kind, times, guild and values.</summary>
internal static class ChangeConsistency
{
    /// <returns>The predicates of sentences; none if the change is consistent.</returns>
    public static IEnumerable<string> Judge(ChangeRow row, GuildConfigChange change)
    {
        if (!row.IsUnaltered)
        {
            yield return "was altered since it was written";
            yield break;
        }

        if (!FitsKind(change))
        {
            yield return $"is of kind {change.Kind}, which does not match its states before and after";
        }

        if (change.After is { } after)
        {
            if (after.Revision != change.Revision)
            {
                yield return $"leaves its guild at revision {after.Revision}";
            }

            if (after.UpdatedAtMilliseconds != row.ChangedAt)
            {
                yield return "was made at a different time than its guild was updated";
            }

            if (change.Before is { } before && after.CreatedAtMilliseconds != before.CreatedAtMilliseconds)
            {
                yield return "changes when its guild was created";
            }
        }
    }

    private static bool FitsKind(GuildConfigChange change)
        => change.Kind switch
        {
            GuildConfigChangeKind.Created => change is { GuildId: not null, Before: null, After: not null },
            GuildConfigChangeKind.Updated => change is { GuildId: not null, Before: not null, After: not null },
            GuildConfigChangeKind.Deleted => change is { GuildId: not null, Before: not null, After: null },
            GuildConfigChangeKind.Restored => change is { GuildId: not null },
            GuildConfigChangeKind.Refreshed => change is { GuildId: null, Before: null, After: null },
            GuildConfigChangeKind.Erased => change is { GuildId: not null, ActorId: null, Reason: null } && (change.Before is null || change.After is not null),
            _ => false,
        };
}
