using System.Data;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Erases guilds: the row, the background, the departure, and the contents of every change of the guild. The emptied changes stay, so that revisions have no gaps.</summary>
internal sealed class GuildEraser(WriteQueue queue, WriteRules rules, ContentCollector contents)
{
    private static readonly Statement _departure = new("SELECT left_at FROM guild_departure WHERE guild_id = @guild", ("guild", DbType.Int64));

    private static readonly Statement _removeDeparture = new("DELETE FROM guild_departure WHERE guild_id = @guild", ("guild", DbType.Int64));

    private static readonly Statement _removeGuild = new("DELETE FROM guild_config WHERE guild_id = @guild RETURNING background_ref", ("guild", DbType.Int64));

    private static readonly Statement _removeAsset = new("DELETE FROM background_asset WHERE id = @id RETURNING content_hash", ("id", DbType.Guid));

    private static readonly Statement _texts = new(
        """SELECT "after", "before" FROM guild_config_change WHERE guild_id = @guild AND ("after" LIKE @mention OR "before" LIKE @mention)""",
        ("guild", DbType.Int64), ("mention", DbType.String));

    /// <summary>Also clears the digest: no content is left to protect.</summary>
    private static readonly Statement _emptyChanges = new(
        $"""
        UPDATE guild_config_change SET kind = {(int)GuildConfigChangeKind.Erased}, actor_id = NULL, reason = NULL, "before" = NULL, "after" = NULL, digest = NULL
        WHERE guild_id = @guild AND NOT (kind = {(int)GuildConfigChangeKind.Erased} AND "after" IS NULL)
        """,
        ("guild", DbType.Int64));

    private static readonly Statement _newest = new("SELECT max(revision) FROM guild_config_change WHERE guild_id = @guild", ("guild", DbType.Int64));

    /// <summary>Erases a guild unconditionally.</summary>
    public async Task EraseAsync(ulong guildId, CancellationToken cancellationToken)
    {
        var erased = await queue.ExecuteAsync(unit => unit.UseAsync(session => EraseAsync(session, unit.Plan, guildId)), cancellationToken).ConfigureAwait(false);
        await contents.EraseAsync(erased, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Erases a guild if it departed by a given time, and has not returned.</summary>
    /// <returns>Whether it was erased.</returns>
    public async Task<bool> EraseDepartedAsync(ulong guildId, long leftBy, CancellationToken cancellationToken)
    {
        var erased = await queue.ExecuteAsync(
            unit => unit.UseAsync(async session =>
            {
                var departure = await session.QueryAsync(_departure, static row => row.Int64(0), Snowflake.ToStored(guildId)).ConfigureAwait(false);
                return departure is [var leftAt] && leftAt <= leftBy ? await EraseAsync(session, unit.Plan, guildId).ConfigureAwait(false) : null;
            }),
            cancellationToken).ConfigureAwait(false);
        await contents.EraseAsync(erased ?? [], cancellationToken).ConfigureAwait(false);
        return erased is not null;
    }

    /// <returns>The images that the guild or its history referred to.</returns>
    private async Task<IReadOnlyCollection<string>> EraseAsync(WriteSession session, WritePlan plan, ulong guildId)
    {
        var guild = Snowflake.ToStored(guildId);
        var (wasThere, hash) = await RemoveGuildAsync(session, guild).ConfigureAwait(false);
        var texts = await session.QueryAsync(_texts, static row => (row.NullableText(0), row.NullableText(1)), guild, ContentUse.Mention).ConfigureAwait(false);
        var emptied = await session.ExecuteAsync(_emptyChanges, guild).ConfigureAwait(false);
        var isErased = wasThere || emptied > 0;
        if (isErased)
        {
            var newest = await session.QueryAsync(_newest, static row => row.NullableInt64(0), guild).ConfigureAwait(false);
            plan.AnnounceErasure(rules.Absent(guildId), newest[0], rules.Now);
        }

        plan.HasWritten = await session.ExecuteAsync(_removeDeparture, guild).ConfigureAwait(false) > 0;
        plan.HasFreedSpace = isErased;
        return [.. texts.SelectMany(static text => ContentUse.HashesIn(text.Item1, text.Item2)).Append(hash).OfType<string>().Distinct()];
    }

    /// <returns>Whether the guild existed, and the image that it referred to.</returns>
    private static async Task<(bool WasThere, string? Hash)> RemoveGuildAsync(WriteSession session, long guild)
    {
        var removed = await session.QueryAsync(_removeGuild, static row => row.IsNull(0) ? (Guid?)null : row.Guid(0), guild).ConfigureAwait(false);
        return removed is [{ } asset]
            ? (true, (await session.QueryAsync(_removeAsset, static row => row.NullableText(0), asset).ConfigureAwait(false)).FirstOrDefault())
            : (removed.Count > 0, null);
    }
}
