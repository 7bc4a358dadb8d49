using System.Data.Common;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Storage.Reading;

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

    /// <summary>Runs a statement that every engine understands, and visits its rows until one is found to be the last one wanted.</summary>
    /// <returns>Whether more were wanted.</returns>
    public static Task<bool> ReadRowsAsync(
        this IDbContextFactory<GuildConfigDbContext> contexts,
        IGuildConfigDatabase database,
        string sql,
        IReadOnlyList<(string Name, long Value)> parameters,
        Func<DbDataReader, bool> visit,
        CancellationToken cancellationToken)
        => contexts.QueryAsync(
            database,
            async context =>
            {
                await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                using var command = context.Database.GetDbConnection().CreateCommand();
                command.CommandText = sql;
                foreach (var (name, value) in parameters)
                {
                    var parameter = command.CreateParameter();
                    (parameter.ParameterName, parameter.Value) = ("@" + name, value);
                    command.Parameters.Add(parameter);
                }

                using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                var wanted = true;
                while (wanted && await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    wanted = visit(row);
                }

                return wanted;
            },
            cancellationToken);
}
