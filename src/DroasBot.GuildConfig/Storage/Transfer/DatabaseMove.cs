using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>Copies a whole database into an empty one, of the same or another engine. See docs/design/moving.md.</summary>
internal static class DatabaseMove
{
    /// <summary>Copies one snapshot of the database, and verifies the copy.</summary>
    /// <param name="source">The library's services on the database that is read, which is never changed. They need not be started.</param>
    /// <param name="target">The services on the database that is filled, which is missing or empty. They must not be started.</param>
    /// <param name="progress">Receives the progress per thousand rows; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the move; no bot then starts on the target until it is repeated, unless only the verification was left.</param>
    /// <exception cref="GuildConfigStoreException">One of the databases is unsuitable, or failed; the message says what to do.</exception>
    public static Task<MoveReport> RunAsync(
        IServiceProvider source, IServiceProvider target, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
        => Task.Run(
            () => RunAsync(source.GetRequiredService<MoveSource>(), target.GetRequiredService<MoveTarget>(), progress, cancellationToken),
            cancellationToken);

    /// <summary>On the thread pool, since an embedded engine runs synchronously on the calling thread.</summary>
    private static async Task<MoveReport> RunAsync(MoveSource source, MoveTarget target, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        using var snapshot = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
        using (await target.PrepareAsync(snapshot, cancellationToken).ConfigureAwait(false))
        {
            var rows = await FillAsync(snapshot, target, progress, cancellationToken).ConfigureAwait(false);
            var problems = await target.VerifyAsync(cancellationToken).ConfigureAwait(false);
            return new MoveReport(source.Name, target.Name, rows, snapshot.Revision, problems);
        }
    }

    private static async Task<IReadOnlyDictionary<string, long>> FillAsync(
        MoveSnapshot snapshot, MoveTarget target, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await target.FillAsync(snapshot, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure)
        {
            throw new GuildConfigStoreException(
                $"The move from '{snapshot.Name}' did not complete; that database is unchanged. {failure.Message} "
                + $"Nothing was copied into '{target.Name}', and no bot starts on it: run the move again when the cause is gone, or delete it.",
                failure.IsTransient,
                failure);
        }
    }
}
