#pragma warning disable IDE0130 // Replaces the runtime's own.
using DroasBot.GuildConfig;

namespace System.Threading.Channels;

/// <summary>A queue that can be awaited and completed.</summary>
/// <typeparam name="T">What is queued.</typeparam>
internal sealed class Channel<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _items = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isCompleted;

    public Channel<T> Reader => this;

    public Channel<T> Writer => this;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    public bool TryWrite(T item)
    {
        lock (_gate)
        {
            if (_isCompleted || _items.Count == capacity)
            {
                return false;
            }

            _items.Enqueue(item);
            Change();
            return true;
        }
    }

    public bool TryComplete()
    {
        lock (_gate)
        {
            var isFirst = !_isCompleted;
            _isCompleted = true;
            Change();
            return isFirst;
        }
    }

    public bool TryPeek([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            return _items.TryPeek(out item);
        }
    }

    public bool TryRead([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            return _items.TryDequeue(out item);
        }
    }

    public async ValueTask<T> ReadAsync(CancellationToken cancellationToken)
    {
        while (await WaitToReadAsync(cancellationToken))
        {
            if (TryRead(out var item))
            {
                return item;
            }
        }

        throw new InvalidOperationException("The channel is completed.");
    }

    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_items.Count > 0 || _isCompleted)
                {
                    return _items.Count > 0;
                }

                changed = _changed.Task;
            }

            await changed.WaitControlledAsync(cancellationToken);
        }
    }

    private void Change()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
