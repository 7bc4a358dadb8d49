using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>Copies a whole database into an empty one, of the same engine or of another. See docs/design/moving.md.</summary>
internal static class DatabaseMove
{
    /// <summary>Copies everything that was committed at one instant, and verifies the copy.</summary>
    /// <param name="source">The services of the library on the database that is read, and never changed. They need not be started.</param>
    /// <param name="target">The services on the database that is filled: missing, or with nothing in it. They must not be started.</param>
    /// <param name="progress">Is told of each thousand rows; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the move; no bot starts on the target then until it is repeated.</param>
    /// <exception cref="GuildConfigStoreException">One of the databases will not do, or failed; the message says what there is to do.</exception>
    public static Task<MoveReport> RunAsync(
        IServiceProvider source, IServiceProvider target, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
        => Task.Run(
            () => RunAsync(source.GetRequiredService<MoveSource>(), target.GetRequiredService<MoveTarget>(), progress, cancellationToken),
            cancellationToken);

    /// <summary>On the pool, since an embedded engine works on the thread that calls it.</summary>
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
                $"The move from '{snapshot.Name}' did not come to its end, and that database is as it was. {failure.Message} "
                + $"Nothing was copied into '{target.Name}', and no bot starts on it: run the move again when the cause is gone, or delete it.",
                failure.IsTransient,
                failure);
        }
    }
}
