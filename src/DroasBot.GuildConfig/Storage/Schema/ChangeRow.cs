using System.Data.Common;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>Turns rows of the change log into changes.</summary>
internal static class ChangeRow
{
    /// <summary>Selects what <see cref="ToChange(DbDataReader, SettingsRegistry)"/> reads.</summary>
    public const string SelectSql = """SELECT revision, guild_id, kind, changed_at, actor_id, reason, "before", "after" FROM guild_config_change""";

    public static GuildConfigChange ToChange(DbDataReader row, SettingsRegistry registry)
        => ToChange(
            new GuildConfigChangeRow
            {
                Revision = row.GetInt64(0),
                GuildId = row.IsDBNull(1) ? null : row.GetInt64(1),
                Kind = (GuildConfigChangeKind)row.GetInt32(2),
                ChangedAt = row.GetInt64(3),
                ActorId = row.IsDBNull(4) ? null : row.GetInt64(4),
                Reason = row.IsDBNull(5) ? null : row.GetString(5),
                Before = row.IsDBNull(6) ? null : row.GetString(6),
                After = row.IsDBNull(7) ? null : row.GetString(7),
            },
            registry);

    /// <summary>Whether a row is the one that was written for a change.</summary>
    public static bool IsSame(DbDataReader row, GuildConfigChange change)
        => (row.IsDBNull(1) ? null : Snowflake.FromStored(row.GetInt64(1))) == change.GuildId
            && row.GetInt32(2) == (int)change.Kind
            && row.GetInt64(3) == change.ChangedAt.ToUnixTimeMilliseconds()
            && (row.IsDBNull(4) ? null : Snowflake.FromStored(row.GetInt64(4))) == change.ActorId
            && (row.IsDBNull(7) ? null : row.GetString(7)) == (change.After is { } after ? SnapshotJson.Write(after) : null);

    public static GuildConfigChange ToChange(GuildConfigChangeRow row, SettingsRegistry registry)
    {
        ulong? guildId = row.GuildId is { } guild ? Snowflake.FromStored(guild) : null;
        if (guildId is not null && row.Before is null && row.After is null)
        {
            throw new FormatException($"The change with revision {row.Revision} is damaged: it has neither a value before nor one after.");
        }

        try
        {
            return new GuildConfigChange(
                row.Revision,
                guildId,
                row.Kind,
                DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt),
                row.ActorId is { } actor ? Snowflake.FromStored(actor) : null,
                row.Reason,
                row.Before is { } before ? SnapshotJson.Read(guildId ?? 0, before, registry) : null,
                row.After is { } after ? SnapshotJson.Read(guildId ?? 0, after, registry) : null);
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new FormatException($"The change with revision {row.Revision} is damaged.", damaged);
        }
    }
}
