using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Storage;

/// <summary>Runs a query on a context of its own; the engine's failures come out as ones that name the database and say what to do.</summary>
internal static class StoreQuery
{
    public static async Task<T> QueryAsync<T>(
        this IDbContextFactory<GuildConfigDbContext> contexts,
        IGuildConfigDatabase database,
        Func<GuildConfigDbContext, Task<T>> query,
        CancellationToken cancellationToken)
    {
        try
        {
            using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            return await query(context).ConfigureAwait(false);
        }
        catch (Exception failure) when (database.IsOwn(failure))
        {
            throw database.ToStoreException(failure);
        }
    }
}
