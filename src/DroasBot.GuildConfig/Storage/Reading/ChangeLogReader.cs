using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>Reads the change log. Its compiled queries belong to the instance, as those of <see cref="GuildConfigRepository"/>.</summary>
internal sealed class ChangeLogReader(
    IDbContextFactory<GuildConfigDbContext> contexts,
    IGuildConfigDatabase database,
    SettingsRegistry registry)
{
    internal const int PageSize = 100;

    private readonly Func<GuildConfigDbContext, long, long, IAsyncEnumerable<GuildConfigChangeRow>> _history =
        EF.CompileAsyncQuery((GuildConfigDbContext context, long guildId, long before) =>
            context.Changes.AsNoTracking().Where(c => c.GuildId == guildId && c.Revision < before).OrderByDescending(c => c.Revision).Take(PageSize));

    private readonly Func<GuildConfigDbContext, long, long, IAsyncEnumerable<GuildConfigChangeRow>> _after =
        EF.CompileAsyncQuery((GuildConfigDbContext context, long after, long limit) =>
            context.Changes.AsNoTracking().Where(c => c.Revision > after).OrderBy(c => c.Revision).Take((int)limit));

    private readonly Func<GuildConfigDbContext, CancellationToken, Task<Clock?>> _clock =
        EF.CompileAsyncQuery((GuildConfigDbContext context, CancellationToken cancellationToken) =>
            context.Clock.Select(c => new Clock(c.Revision, c.Epoch)).SingleOrDefault());

    /// <summary>Reads the clock.</summary>
    public Task<Clock> ReadClockAsync(CancellationToken cancellationToken)
        => contexts.QueryAsync(database, async context => await _clock(context, cancellationToken).ConfigureAwait(false) ?? throw Clock.Missing(), cancellationToken);

    /// <summary>Reads the next changes after a revision, in the order of revisions.</summary>
    /// <returns>The changes; <see langword="null"/> if one of them is damaged.</returns>
    public async Task<IReadOnlyList<GuildConfigChange>?> ReadAfterAsync(long revision, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(_after, revision, PageSize, cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException damaged) when (damaged.InnerException is FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads the changes of a guild, newest first, page by page, so that a slow consumer keeps no transaction open.</summary>
    public async IAsyncEnumerable<GuildConfigChange> ReadHistoryAsync(ulong guildId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = long.MaxValue;
        while (await ReadPageAsync(_history, Snowflake.ToStored(guildId), before, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var change in page)
            {
                yield return change;
            }

            before = page[^1].Revision;
        }
    }

    private Task<List<GuildConfigChange>> ReadPageAsync(
        Func<GuildConfigDbContext, long, long, IAsyncEnumerable<GuildConfigChangeRow>> query, long first, long second, CancellationToken cancellationToken)
        => contexts.QueryAsync(
            database,
            async context =>
            {
                var page = new List<GuildConfigChange>(PageSize);
                await foreach (var row in query(context, first, second).WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    page.Add(ChangeRow.ToChange(row, registry));
                }

                return page;
            },
            cancellationToken);
}
