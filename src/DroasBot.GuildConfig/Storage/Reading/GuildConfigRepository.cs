using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>The compiled queries.</summary>
/// <remarks>
/// They belong to the instance: EF Core ties a compiled query to the model of the engine that runs it first, and a process may have two engines.
/// </remarks>
internal sealed class GuildConfigRepository(
    IDbContextFactory<GuildConfigDbContext> contexts,
    IGuildConfigDatabase database,
    SettingsRegistry registry) : IGuildConfigRepository
{
    internal const int PageSize = 500;

    private readonly Func<GuildConfigDbContext, long, CancellationToken, Task<GuildConfigRow?>> _find =
        EF.CompileAsyncQuery((GuildConfigDbContext context, long guildId, CancellationToken cancellationToken) =>
            context.Guilds.AsNoTracking().Include(g => g.Background).FirstOrDefault(g => g.GuildId == guildId));

    /// <summary>One statement, so that "no row" and the revision at which that is so are seen at the same instant.</summary>
    private readonly Func<GuildConfigDbContext, long, CancellationToken, Task<Absence?>> _findAbsence =
        EF.CompileAsyncQuery((GuildConfigDbContext context, long guildId, CancellationToken cancellationToken) =>
            context.Clock.Select(c => new Absence(c.Revision, context.Guilds.Any(g => g.GuildId == guildId))).SingleOrDefault());

    /// <summary>Ids from 2^63 up are stored as negative numbers, hence the half of the number line as a parameter.</summary>
    private readonly Func<GuildConfigDbContext, long, long, IAsyncEnumerable<GuildConfigRow>> _page =
        EF.CompileAsyncQuery((GuildConfigDbContext context, long after, long last) =>
            context.Guilds.AsNoTracking().Include(g => g.Background)
                .Where(g => g.GuildId > after && g.GuildId <= last).OrderBy(g => g.GuildId).Take(PageSize));

    public async ValueTask<LoadedGuild> FindAsync(ulong guildId, CancellationToken cancellationToken)
    {
        var stored = Snowflake.ToStored(guildId);
        try
        {
            using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                if (await _find(context, stored, cancellationToken).ConfigureAwait(false) is { } row)
                {
                    return new LoadedGuild(GuildRow.ToSnapshot(row, registry), row.Revision);
                }

                var absence = await _findAbsence(context, stored, cancellationToken).ConfigureAwait(false) ?? throw Clock.Missing();
                if (!absence.HasEnded)
                {
                    return new LoadedGuild(GuildConfigSnapshot.Absent(guildId, registry.Defaults), absence.Revision);
                }

                // Created between the two statements: it is there now.
            }
        }
        catch (Exception failure) when (database.IsOwn(failure))
        {
            throw database.ToStoreException(failure);
        }
    }

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
        => contexts.QueryAsync(
            database,
            async context => await context.Clock.Select(c => (long?)c.Revision).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? throw Clock.Missing(),
            cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken)
        => contexts.QueryAsync(database, context => context.Guilds.LongCountAsync(cancellationToken), cancellationToken);

    public Task ScanAsync(Func<GuildConfigSnapshot, bool> visit, CancellationToken cancellationToken)
        => contexts.ReadRowsAsync(database, GuildRow.SelectSql, [], row => visit(GuildRow.ToSnapshot(row, registry)), cancellationToken);

    public async IAsyncEnumerable<GuildConfigSnapshot> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (before, last) in new[] { (0L, long.MaxValue), (long.MinValue, -1L) })
        {
            // 2^63 itself is the one id that no "greater than" reaches.
            if (before == long.MinValue && await FindAsync(Snowflake.FromStored(before), cancellationToken).ConfigureAwait(false) is { Snapshot: { Exists: true } first })
            {
                yield return first;
            }

            var after = before;
            while (await ReadPageAsync(after, last, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
            {
                foreach (var snapshot in page)
                {
                    yield return snapshot;
                }

                after = Snowflake.ToStored(page[^1].GuildId);
            }
        }
    }

    private Task<List<GuildConfigSnapshot>> ReadPageAsync(long after, long last, CancellationToken cancellationToken)
        => contexts.QueryAsync(
            database,
            async context =>
            {
                var page = new List<GuildConfigSnapshot>(PageSize);
                await foreach (var row in _page(context, after, last).WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    page.Add(GuildRow.ToSnapshot(row, registry));
                }

                return page;
            },
            cancellationToken);

    private sealed record Absence(long Revision, bool HasEnded);
}
