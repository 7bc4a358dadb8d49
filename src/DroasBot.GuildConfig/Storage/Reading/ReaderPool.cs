using System.Collections.Concurrent;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>A small pool of read sessions, kept open with their prepared statements. Thread-safe.</summary>
/// <remarks>
/// A session is checked before use: if its file is no longer the one at its path, all sessions are discarded. A session that fails is also
/// discarded; if its connection was dropped, for example by a server restart, the read is repeated once on a new one.
/// </remarks>
internal sealed class ReaderPool(IDatabaseConnections connections, IDatabaseDialect dialect, IDatabaseFaults? faults = null) : IAsyncDisposable, IDisposable
{
    /// <summary>The maximum number of sessions.</summary>
    internal const int Size = 8;

    /// <summary>How long a read waits for a session.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(Size, Size);
    private readonly ConcurrentStack<DatabaseSession> _idle = new();
    private volatile bool _isDisposed;

    /// <summary>Executes a statement and reads its result. The engine's failures are converted to exceptions that name the database and say what to do.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="read">Reads the result through a cursor.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <param name="values">The values of the statement's parameters.</param>
    public async Task<T> ReadAsync<T>(Statement statement, Func<RowCursor, Task<T>> read, CancellationToken cancellationToken, params object?[] values)
    {
        if (!await _places.WaitAsync(_patience, cancellationToken).ConfigureAwait(false))
        {
            throw new GuildConfigStoreException(
                $"The database '{connections.Name}' did not answer in time: all {Size} sessions that read are waiting for it.", isTransient: true, innerException: null);
        }

        try
        {
            return await TryReadAsync(statement, read, values, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception dropped) when (dialect.IsDroppedConnection(dropped) && !cancellationToken.IsCancellationRequested)
        {
            // The others are most likely dead, too.
            CloseIdle();
            return await TranslateAsync(() => TryReadAsync(statement, read, values, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Executes a statement and reads all rows of its result.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="read">Reads one row.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <param name="values">The values of the statement's parameters.</param>
    public Task<List<T>> QueryAsync<T>(Statement statement, Func<StoredRow, T> read, CancellationToken cancellationToken, params object?[] values)
        => ReadAsync(
            statement,
            async cursor =>
            {
                var rows = new List<T>();
                while (await cursor.MoveNextAsync().ConfigureAwait(false))
                {
                    rows.Add(read(cursor.Row));
                }

                return rows;
            },
            cancellationToken,
            values);

    /// <summary>Executes a statement and reads the number in its one row; 0 if there is none.</summary>
    public Task<long> ReadNumberAsync(Statement statement, CancellationToken cancellationToken, params object?[] values)
        => ReadAsync(statement, static async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? cursor.Row.Int64(0) : 0, cancellationToken, values);

    /// <summary>Closes idle sessions that can no longer be used.</summary>
    public void CloseGone()
    {
        var good = new Stack<DatabaseSession>();
        while (_idle.TryPop(out var session))
        {
            if (session.IsGone)
            {
                session.Dispose();
            }
            else
            {
                good.Push(session);
            }
        }

        foreach (var session in good)
        {
            GiveBack(session);
        }
    }

    /// <summary>Refuses later reads, and waits for those in progress, so that no file is open afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        var taken = 0;
        while (taken < Size && await _places.WaitAsync(_patience).ConfigureAwait(false))
        {
            taken++;
        }

        CloseIdle();
        _places.Release(taken);
    }

    /// <summary>For hosts that dispose their services synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<T> TranslateAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }
    }

    private async Task<T> TryReadAsync<T>(Statement statement, Func<RowCursor, Task<T>> read, object?[] values, CancellationToken cancellationToken)
    {
        faults?.BeforeRead();
        var session = await TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var prepared = await session.PrepareAsync(statement, cancellationToken).ConfigureAwait(false);
            T result;
            var reader = await prepared.With(transaction: null, values).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                result = await read(new RowCursor(reader, session.RowOf(reader), cancellationToken)).ConfigureAwait(false);
            }

            GiveBack(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private async ValueTask<DatabaseSession> TakeAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        while (_idle.TryPop(out var session))
        {
            if (!session.IsGone)
            {
                return session;
            }

            session.Dispose();
        }

        return await connections.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
    }

    private void GiveBack(DatabaseSession session)
    {
        _idle.Push(session);
        if (_isDisposed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out var session))
        {
            session.Dispose();
        }
    }
}
