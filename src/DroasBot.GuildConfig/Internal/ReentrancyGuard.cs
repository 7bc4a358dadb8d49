namespace DroasBot.GuildConfig.Internal;

/// <summary>Detects calls from inside a unit of work, which would wait for themselves.</summary>
internal sealed class ReentrancyGuard
{
    private readonly AsyncLocal<Scope?> _current = new();
    private int _open;

    /// <summary>Throws if the caller is inside a unit of work. Costs one read of a field while no unit runs.</summary>
    public void ThrowIfInside()
    {
        if (Volatile.Read(ref _open) != 0 && _current.Value is { IsOpen: true } scope)
        {
            throw scope.Refuse();
        }
    }

    /// <summary>Runs an edit in its caller's execution context, so that it sees the caller's async locals.</summary>
    public T Run<T>(ExecutionContext? caller, Func<T> work)
    {
        var scope = new Scope();
        Interlocked.Increment(ref _open);
        try
        {
            T? result = default;
            ExecutionContext.Run(
                caller ?? ExecutionContext.Capture()!,
                _ =>
                {
                    _current.Value = scope;
                    result = work();
                },
                null);
            scope.ThrowIfRefused();
            return result!;
        }
        finally
        {
            scope.IsOpen = false;
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Runs a delegate as a unit of work in its caller's execution context, so that it sees the caller's async locals.</summary>
    public async Task<T> RunAsync<T>(ExecutionContext? caller, Func<Task<T>> work)
    {
        var scope = new Scope();
        Interlocked.Increment(ref _open);
        try
        {
            var result = await Start().ConfigureAwait(false);
            scope.ThrowIfRefused();
            return result;
        }
        finally
        {
            scope.IsOpen = false;
            Interlocked.Decrement(ref _open);
        }

        Task<T> Start()
        {
            if (caller is null)
            {
                return Enter();
            }

            Task<T>? running = null;
            ExecutionContext.Run(caller, _ => running = Enter(), null);
            return running!;
        }

        // Async, so that the runtime restores the AsyncLocal when it returns.
        async Task<T> Enter()
        {
            _current.Value = scope;
            return await work().ConfigureAwait(false);
        }
    }

    /// <summary>Shared by reference, so that work that outlives its unit no longer counts as inside.</summary>
    private sealed class Scope
    {
        private volatile bool _isOpen = true;
        private InvalidOperationException? _refusal;

        public bool IsOpen
        {
            get => _isOpen;
            set => _isOpen = value;
        }

        public InvalidOperationException Refuse()
        {
            var refusal = new InvalidOperationException(
                "The service was called from inside an edit delegate or a unit of work, where the call would wait for itself. "
                + "Use the editor or the transaction that the delegate was given, or call the service after it.");
            Interlocked.CompareExchange(ref _refusal, refusal, null);
            return refusal;
        }

        /// <summary>A refused call fails the work that made it, even if nobody awaited it.</summary>
        public void ThrowIfRefused()
        {
            if (Volatile.Read(ref _refusal) is { } refusal)
            {
                throw new InvalidOperationException(refusal.Message, refusal);
            }
        }
    }
}
