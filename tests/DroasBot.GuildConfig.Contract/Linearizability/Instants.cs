using System.Collections.Concurrent;

namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>A total order of all instants at which a call began or returned. Thread-safe.</summary>
internal sealed class Instants
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _awaited = new();
    private long _last;

    public long Next()
    {
        var instant = Interlocked.Increment(ref _last);
        if (!_awaited.IsEmpty && _awaited.TryRemove(instant, out var reached))
        {
            reached.SetResult();
        }

        return instant;
    }

    /// <summary>Completes after the given number of instants, or slightly later.</summary>
    public async Task PassAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        long awaited;
        do
        {
            awaited = Volatile.Read(ref _last) + Math.Max(count, 1);
            _awaited[awaited] = reached;
        }
        while (awaited <= Volatile.Read(ref _last) && _awaited.TryRemove(awaited, out _));
        await reached.Task;
    }
}
