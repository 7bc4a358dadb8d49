using System.Data;
using System.Globalization;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Compares each guild with its newest change and with the clock, and checks its settings.</summary>
internal sealed class GuildCheck(SettingsRegistry registry, ProblemList problems) : PagedCheck(pageSize: 500)
{
    private const int NewestRevision = GuildRow.Width;
    private const int NewestAfter = GuildRow.Width + 1;
    private const int Clock = GuildRow.Width + 2;

    public override Statement Statement { get; } = new(
        $"""
        SELECT {GuildRow.Columns}, c.revision, c."after", (SELECT max(k.revision) FROM guild_config_clock AS k)
        FROM {GuildRow.Tables}
            LEFT JOIN guild_config_change AS c ON c.revision = (SELECT max(n.revision) FROM guild_config_change AS n WHERE n.guild_id = g.guild_id)
        WHERE g.guild_id >= @from ORDER BY g.guild_id LIMIT @limit
        """,
        ("from", DbType.Int64), ("limit", DbType.Int64));

    public override void Visit(StoredRow row)
    {
        var stored = row.Int64(0);
        MoveBehind(stored);
        if (Read(Snowflake.FromStored(stored), row) is { } guild)
        {
            CompareWithClock(guild, row.NullableInt64(Clock));
            CompareWithNewestChange(guild, row.NullableInt64(NewestRevision), row.NullableText(NewestAfter));
            LookIntoSettings(guild);
        }
    }

    private GuildConfigSnapshot? Read(ulong guildId, StoredRow row)
    {
        try
        {
            return GuildRow.ToSnapshot(row, first: 0, registry);
        }
        catch (FormatException unreadable)
        {
            problems.Add($"Guild {guildId} cannot be read. {unreadable.Message}");
            return null;
        }
    }

    private void CompareWithClock(GuildConfigSnapshot guild, long? clock)
    {
        if (clock is null || clock < guild.Revision)
        {
            problems.Add($"Guild {guild.GuildId} has the revision {guild.Revision}, which the clock ({clock?.ToString(CultureInfo.InvariantCulture) ?? "missing"}) has not given out.");
        }
    }

    private void CompareWithNewestChange(GuildConfigSnapshot guild, long? newest, string? after)
    {
        if (newest is null)
        {
            problems.Add($"Guild {guild.GuildId} has the revision {guild.Revision}, but no change in the audit trail.");
        }
        else if (after is null || newest != guild.Revision || Differs(guild, after))
        {
            problems.Add($"Guild {guild.GuildId}, at revision {guild.Revision}, does not match its newest change, revision {newest}.");
        }
    }

    /// <summary>A change that cannot be read is reported by the check of the changes.</summary>
    private bool Differs(GuildConfigSnapshot guild, string after)
        => SnapshotJson.TryRead(guild.GuildId, after, registry) is { } told
            && (!told.HasSameValues(guild)
                || (told.CreatedAtMilliseconds, told.UpdatedAtMilliseconds, told.Revision) != (guild.CreatedAtMilliseconds, guild.UpdatedAtMilliseconds, guild.Revision));

    private void LookIntoSettings(GuildConfigSnapshot guild)
    {
        foreach (var (section, faults) in registry.FindFaults(guild.GuildId, guild.Settings))
        {
            Report(guild.GuildId, section?.Name, faults);
        }

        if (SettingsDocument.Parse(guild.Settings.Text) is { Damage: null, HasRemains: true })
        {
            problems.Add($"The settings of guild {guild.GuildId} keep, under '{SettingsDocument.RemainsMember}', a text that could not be read. Sections set since then are not affected.");
        }
    }

    private void Report(ulong guildId, string? section, SectionFaults faults)
    {
        if (faults.Unreadable is { } unreadable)
        {
            problems.Add(unreadable.Message);
        }

        if (faults.Violations.Found is { Count: > 0 } violations)
        {
            problems.Add($"The settings '{section}' of guild {guildId} are not valid. {Violations.Text(violations)}");
        }

        foreach (var member in faults.SetAside)
        {
            problems.Add($"The settings '{section}' of guild {guildId} are read with the default of '{member.Path}', which {member.Reason}. It is kept as it is stored.");
        }
    }
}
