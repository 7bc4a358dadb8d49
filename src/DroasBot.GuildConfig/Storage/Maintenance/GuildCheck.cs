using System.Data.Common;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Compares each guild with its newest change and with the clock, and looks into its settings.</summary>
internal sealed class GuildCheck(SettingsRegistry registry, ProblemList problems) : PagedCheck(pageSize: 500)
{
    private const int NewestRevision = 10;
    private const int NewestAfter = 11;
    private const int Clock = 12;

    public override string Sql { get; } = $"""
        SELECT {GuildRow.Columns}, c.revision, c."after", (SELECT max(k.revision) FROM guild_config_clock AS k)
        FROM {GuildRow.Tables}
            LEFT JOIN guild_config_change AS c ON c.revision = (SELECT max(n.revision) FROM guild_config_change AS n WHERE n.guild_id = g.guild_id)
        WHERE g.guild_id >= @from ORDER BY g.guild_id LIMIT @limit
        """;

    public override void Visit(DbDataReader row)
    {
        var stored = row.GetInt64(0);
        MoveBehind(stored);
        if (Read(Snowflake.FromStored(stored), row) is { } guild)
        {
            CompareWithClock(guild, row);
            CompareWithNewestChange(guild, row);
            LookIntoSettings(guild);
        }
    }

    private GuildConfigSnapshot? Read(ulong guildId, DbDataReader row)
    {
        try
        {
            var guild = GuildRow.ToSnapshot(row, registry);

            // Times are turned into dates when they are asked for.
            _ = (guild.CreatedAt, guild.UpdatedAt);
            return guild;
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidCastException or ArgumentException)
        {
            problems.Add($"Guild {guildId} cannot be read. {unreadable.Message}");
            return null;
        }
    }

    private void CompareWithClock(GuildConfigSnapshot guild, DbDataReader row)
    {
        if (row.IsDBNull(Clock) || row.GetInt64(Clock) < guild.Revision)
        {
            problems.Add($"Guild {guild.GuildId} has the revision {guild.Revision}, which the clock ({(row.IsDBNull(Clock) ? "missing" : row.GetInt64(Clock))}) has not given out.");
        }
    }

    private void CompareWithNewestChange(GuildConfigSnapshot guild, DbDataReader row)
    {
        if (row.IsDBNull(NewestRevision))
        {
            problems.Add($"Guild {guild.GuildId} has the revision {guild.Revision}, but no change in the audit trail.");
            return;
        }

        var change = new GuildConfigChangeRow
        {
            Revision = row.GetInt64(NewestRevision),
            GuildId = Snowflake.ToStored(guild.GuildId),
            After = row.IsDBNull(NewestAfter) ? null : row.GetString(NewestAfter),
        };
        if (Differs(guild, change))
        {
            problems.Add($"Guild {guild.GuildId}, at revision {guild.Revision}, is not what its newest change, revision {change.Revision}, says.");
        }
    }

    /// <summary>A change that cannot be read is for the check of the changes to report.</summary>
    private bool Differs(GuildConfigSnapshot guild, GuildConfigChangeRow change)
    {
        if (change.After is null || change.Revision != guild.Revision)
        {
            return true;
        }

        try
        {
            var after = ChangeRow.ToChange(change, registry).After!;
            return !after.HasSameValues(guild)
                || (after.CreatedAtMilliseconds, after.UpdatedAtMilliseconds, after.Revision) != (guild.CreatedAtMilliseconds, guild.UpdatedAtMilliseconds, guild.Revision);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void LookIntoSettings(GuildConfigSnapshot guild)
    {
        foreach (var (_, error) in registry.FindFaults(guild.GuildId, guild.Settings))
        {
            problems.Add(error.Message);
        }

        if (guild.SettingsJson.Contains(SettingsDocument.RemainsMember, StringComparison.Ordinal) && SettingsDocument.Parse(guild.SettingsJson) is { Damage: null, HasRemains: true })
        {
            problems.Add($"The settings of guild {guild.GuildId} keep, under '{SettingsDocument.RemainsMember}', a text that could not be read. Sections set since are not concerned.");
        }
    }
}
