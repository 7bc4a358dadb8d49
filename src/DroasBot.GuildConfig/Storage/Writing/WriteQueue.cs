using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Executes all writes of this process serially, many in one commit.</summary>
/// <remarks>
/// While one batch commits, the next one gathers; so all waiting callers share the cost of a durable commit, and a single caller never waits for others.
/// A full queue makes callers wait, for at most their limit. Thread-safe.
/// </remarks>
internal sealed class WriteQueue : IAsyncDisposable, IDisposable
{
    internal const int Capacity = 4096;
    internal const int LargestBatch = 256;

    private const int TicksOfQuiet = 4;

    /// <summary>How far apart callers that were answered together return in a busy process.</summary>
    private static readonly TimeSpan _gap = TimeSpan.FromMicroseconds(50);

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(250);

    private readonly BatchWriter _writer;
    private readonly ReentrancyGuard _guard;
    private readonly WriteHealth _health;
    private readonly ILogger<WriteQueue> _logger;
    private readonly TimeSpan _limit;
    private readonly SemaphoreSlim _places = new(Capacity, Capacity);
    private readonly Channel<WriteRequest> _requests = Channel.CreateUnbounded<WriteRequest>();
    private readonly ConcurrentDictionary<WriteRequest, Task> _leftBehind = new();
    private readonly ConcurrentQueue<WriteRequest> _late = new();
    private readonly Task _consumer;

    public WriteQueue(BatchWriter writer, ReentrancyGuard guard, WriteHealth health, IOptions<GuildConfigOptions> options, ILogger<WriteQueue> logger)
    {
        _writer = writer;
        _guard = guard;
        _health = health;
        _logger = logger;
        _limit = options.Value.TransactionTimeout;
        _consumer = UnflowedContext.Start(() => Task.Run(ConsumeAsync));
    }

    /// <summary>Gets how many requests wait, not counting those already taken by the next commit.</summary>
    public int Length => _requests.Reader.Count;

    /// <summary>Gets how long a request may take, from the call to the start of its commit.</summary>
    public TimeSpan Limit => _limit;

    /// <summary>Executes an operation on one guild; completes when it is committed and published.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="result">Creates the caller's result from the guild before and after.</param>
    /// <param name="cancellationToken">Withdraws the request if it has not started to execute.</param>
    /// <exception cref="GuildConfigException">The queue has been stopped.</exception>
    public Task<T> ExecuteAsync<T>(GuildOperation operation, Func<GuildConfigSnapshot, GuildConfigSnapshot, T> result, CancellationToken cancellationToken)
        => EnqueueAsync(() => new GuildRequest<T>(operation, result, _limit, _guard), cancellationToken);

    /// <summary>Runs work in its own transaction.</summary>
    public Task<T> ExecuteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancellationToken, bool isDryRun = false)
        => EnqueueAsync(() => new ExclusiveRequest<T>(work, _limit, _guard, isDryRun), cancellationToken);

    /// <summary>Asks every node to reload its cache.</summary>
    public Task AnnounceRefreshAsync(CancellationToken cancellationToken) => EnqueueAsync(() => new RefreshRequest(_limit), cancellationToken);

    /// <summary>Tests whether the database can be written, without changing anything.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken) => EnqueueAsync(() => new ProbeRequest(_limit), cancellationToken);

    /// <summary>Refuses new requests, and completes when all accepted ones are finished.</summary>
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

    /// <summary>For hosts that dispose their services synchronously: waits rather than lose accepted requests.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static GuildConfigException Stopped() => new("The host is stopping: changes are no longer accepted. Nothing was changed.");

    private async Task<T> EnqueueAsync<T>(Func<WriteRequest<T>> create, CancellationToken cancellationToken)
    {
        _guard.ThrowIfInside();
        var request = create();
        if (!await _places.WaitAsync(_limit, cancellationToken).ConfigureAwait(false))
        {
            throw Late(_limit);
        }

        try
        {
            return _requests.Writer.TryWrite(request) ? await request.WaitAsync(Late, cancellationToken).ConfigureAwait(false) : throw Stopped();
        }
        finally
        {
            _places.Release();
        }
    }

    private GuildConfigStoreException Late(TimeSpan limit)
        => new(
            string.Create(CultureInfo.InvariantCulture, $"The change waited in the queue for the transaction timeout of {limit.TotalSeconds} s and was withdrawn; nothing was changed. {Cause}"),
            isTransient: true,
            innerException: null);

    private string Cause => _health.Failure is { } failure ? failure.Message : "Others were ahead of it: a slow unit of work, or more changes than the database can handle.";

    private async Task ConsumeAsync()
    {
        var batch = new List<WriteRequest>(LargestBatch);
        var next = _requests.Reader.WaitToReadAsync().AsTask();
        while (await WaitAsync(next).ConfigureAwait(false))
        {
            while (Take(batch))
            {
                await ExecuteAsync(batch).ConfigureAwait(false);
                await GatherAsync(batch.Count).ConfigureAwait(false);
            }

            next = _requests.Reader.WaitToReadAsync().AsTask();
        }

        // No new requests are accepted, but those still in the host's code already were.
        while (!_leftBehind.IsEmpty || !_late.IsEmpty)
        {
            await Task.WhenAll(_leftBehind.Values).ConfigureAwait(false);
            while (_late.TryDequeue(out var request))
            {
                await ExecuteAsync([request]).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gives callers that were just answered a chance to send their next requests, which then share a commit with the waiting ones. Does not wait if there is only one.</summary>
    private async Task GatherAsync(int answered)
    {
        var (waiting, arrived) = (0, Stopwatch.GetTimestamp());
        while (answered > 1 && waiting < answered && Stopwatch.GetElapsedTime(arrived) < _gap)
        {
            await Task.Yield();
            if (Length > waiting)
            {
                (waiting, arrived) = (Length, Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>Waits for a request; does maintenance if there is none for a while.</summary>
    private async Task<bool> WaitAsync(Task<bool> next)
    {
        for (var tick = 1; !next.IsCompleted && _writer.HasSession && await Task.WhenAny(next, Task.Delay(_tick, TimeProvider.System)).ConfigureAwait(false) != next; tick++)
        {
            await _writer.TendAsync(isQuiet: tick >= TicksOfQuiet).ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false);
    }

    /// <summary>Takes waiting requests in order: several that share a transaction, or one with its own.</summary>
    private bool Take(List<WriteRequest> batch)
    {
        batch.Clear();
        while (batch.Count < LargestBatch && _requests.Reader.TryPeek(out var request))
        {
            if (request.IsExclusive && batch.Count > 0)
            {
                break;
            }

            _requests.Reader.TryRead(out request);
            if (request!.TryStart())
            {
                batch.Add(request);
                if (request.IsExclusive)
                {
                    break;
                }
            }
        }

        return batch.Count > 0;
    }

    /// <summary>Executes a batch, and what it leaves. Whatever is thrown, every caller gets an answer, and the loop continues.</summary>
    private async Task ExecuteAsync(List<WriteRequest> batch)
    {
        IReadOnlyList<WriteRequest> rest = [.. batch];
        if (rest is [ProbeRequest probe])
        {
            await _writer.ProbeAsync(probe).ConfigureAwait(false);
            return;
        }

        while (rest.Count > 0)
        {
            var executed = rest;
            try
            {
                (rest, var leftBehind) = await _writer.ExecuteAsync(rest).ConfigureAwait(false);
                AssertNoneIsLost(executed, rest, leftBehind);
                foreach (var (request, running) in leftBehind)
                {
                    LeaveBehind(request, running);
                }
            }
            catch (Exception unforeseen)
            {
                foreach (var request in executed)
                {
                    request.Fail(OutcomeUnknown(unforeseen));
                }

                rest = [];
                _logger.WriterFailed(unforeseen);
            }
        }
    }

    /// <summary>A request that nobody holds and nobody answered would keep its caller waiting forever.</summary>
    [Conditional("DEBUG")]
    private static void AssertNoneIsLost(IReadOnlyList<WriteRequest> executed, IReadOnlyList<WriteRequest> rest, IReadOnlyList<(WriteRequest Request, Task Running)> leftBehind)
        => Debug.Assert(executed.All(request => request.IsAnswered || rest.Contains(request) || leftBehind.Any(left => left.Request == request)), "A request was lost.");

    /// <summary>Queues a request again when the host's code has returned. If that takes longer than its limit, its caller gets an error, and the request is abandoned.</summary>
    private void LeaveBehind(WriteRequest request, Task running)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _leftBehind[request] = TakeBackAsync();
        begun.SetResult();

        async Task TakeBackAsync()
        {
            await begun.Task.ConfigureAwait(false);
            var left = request.Left;
            if (await Task.WhenAny(running, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System)).ConfigureAwait(false) != running)
            {
                request.Fail(TooSlow(request.Limit));
            }
            else
            {
                request.Suspend();
                if (!_requests.Writer.TryWrite(request))
                {
                    _late.Enqueue(request);
                }
            }

            _leftBehind.TryRemove(request, out _);
        }
    }

    private static GuildConfigException OutcomeUnknown(Exception unforeseen)
        => new($"The change failed unexpectedly, and whether it was made is unknown. Read the guild again before you repeat it. ({unforeseen.Message})", unforeseen);

    private static GuildConfigException TooSlow(TimeSpan limit)
        => new(string.Create(
            CultureInfo.InvariantCulture,
            $"An edit ran longer than the transaction timeout of {limit.TotalSeconds} s and was left behind; nothing was changed. Do slow work before it."));
}
