using System.Threading.Channels;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>All writes of this process, one after another, many in one commit.</summary>
/// <remarks>
/// While one batch commits, the next gathers; so the cost of a durable commit is shared by all who wait, and nobody waits who is alone.
/// A full queue makes callers wait. Thread-safe.
/// </remarks>
internal sealed class WriteQueue : IAsyncDisposable, IDisposable
{
    internal const int Capacity = 4096;
    internal const int LargestBatch = 256;

    private readonly BatchWriter _writer;
    private readonly ReentrancyGuard _scope;
    private readonly Channel<WriteRequest> _requests = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Task _consumer;

    public WriteQueue(BatchWriter writer, ReentrancyGuard scope)
    {
        _writer = writer;
        _scope = scope;
        _consumer = UnflowedContext.Start(() => Task.Run(ConsumeAsync));
    }

    /// <summary>Gets how many units of work wait, those not counted that the next commit has taken.</summary>
    public int Length => _requests.Reader.Count;

    /// <summary>Executes a unit of work in its turn; completes when it is committed and published.</summary>
    /// <exception cref="GuildConfigException">The queue has been stopped.</exception>
    public async Task<T> ExecuteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancellationToken)
    {
        _scope.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(work, _scope);
        try
        {
            await _requests.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException stopped)
        {
            throw new GuildConfigException("The host is stopping: changes are no longer accepted. Nothing was changed.", stopped);
        }

        return await request.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses new units of work, and completes when all accepted ones are finished.</summary>
    public Task StopAsync()
    {
        _requests.Writer.TryComplete();
        return _consumer;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _writer.Dispose();
    }

    /// <summary>For hosts that dispose their services synchronously: waits, rather than losing what was accepted.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task ConsumeAsync()
    {
        var batch = new List<WriteRequest>(LargestBatch);
        while (await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _requests.Reader.TryRead(out var request))
            {
                if (request.TryStart())
                {
                    batch.Add(request);
                }
            }

            if (batch.Count > 0)
            {
                await _writer.ExecuteAsync(batch).ConfigureAwait(false);
            }
        }
    }
}
