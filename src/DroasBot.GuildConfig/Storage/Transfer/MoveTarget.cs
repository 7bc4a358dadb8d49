using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>The database that a move fills.</summary>
internal sealed class MoveTarget(EmptyTarget target)
{
    private const int RowsBetweenReports = 1000;

    public string Name => target.Name;

    /// <inheritdoc cref="EmptyTarget.PrepareAsync"/>
    public Task<IDisposable> PrepareAsync(MoveSnapshot source, CancellationToken cancellationToken)
        => target.PrepareAsync(UnfinishedTarget.Move, source.Epoch, cancellationToken);

    /// <summary>Copies everything in one transaction.</summary>
    /// <returns>The number of rows per table.</returns>
    public async Task<IReadOnlyDictionary<string, long>> FillAsync(MoveSnapshot source, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, long>? counted = null;
        await target.FillAsync(
            UnfinishedTarget.Move,
            async fill =>
            {
                var copied = await CopyAsync(source, fill, progress, cancellationToken).ConfigureAwait(false);
                counted = await fill.Session.CountAsync(cancellationToken).ConfigureAwait(false);
                return StoredTables.Filled.FirstOrDefault(table => counted[table.Name] != copied[table.Name]) is not { } wrong ? (source.Revision, source.Pruned)
                    : throw new GuildConfigStoreException(
                        $"The table {wrong.Name} has {counted[wrong.Name]} rows after {copied[wrong.Name]} were copied into it.", isTransient: false, innerException: null);
            },
            cancellationToken).ConfigureAwait(false);
        return counted!;
    }

    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) => target.VerifyAsync(cancellationToken);

    private static async Task<Dictionary<string, long>> CopyAsync(
        MoveSnapshot source, FillTransaction fill, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var (total, done) = (progress is null ? 0 : await source.CountAsync(cancellationToken).ConfigureAwait(false), 0L);
        var copied = new Dictionary<string, long>();
        progress?.Report(new RowProgress(0, total));
        foreach (var table in StoredTables.Filled)
        {
            copied.Add(table.Name, await fill.FillAsync(table, Counted(source.ReadAsync(table, cancellationToken)), cancellationToken).ConfigureAwait(false));
        }

        progress?.Report(new RowProgress(done, total));
        return copied;

        async IAsyncEnumerable<object?[]> Counted(IAsyncEnumerable<object?[]> rows)
        {
            await foreach (var row in rows.ConfigureAwait(false))
            {
                if (++done % RowsBetweenReports == 0)
                {
                    progress?.Report(new RowProgress(done, total));
                }

                yield return row;
            }
        }
    }
}
