namespace DroasBot.GuildConfig.Caching;

/// <summary>A small number that belongs to one running thread at a time, for per-thread data.</summary>
/// <remarks>
/// A finalizer releases the number, after its thread has ended and been collected: everything that thread wrote is then visible to the thread that
/// gets the number next.
/// </remarks>
internal sealed class ThreadSlot
{
    /// <summary>How many numbers there are, from 0 up.</summary>
    public const int Count = 64;

    /// <summary>The number of all threads without their own.</summary>
    public const int Shared = 0;

    [ThreadStatic]
    private static int _current;

    [ThreadStatic]
    private static ThreadSlot? _lease;

    private readonly int _number;

    private ThreadSlot(int number) => _number = number;

    ~ThreadSlot() => Pool.Return(_number);

    /// <summary>Gets the calling thread's number; <see cref="Shared"/> if it has none, or has not asked for one.</summary>
    public static int Current => _current;

    /// <summary>Gets the calling thread's number; assigns one if it has none and one is free.</summary>
    public static int Acquire()
    {
        if (_current == Shared && Pool.TryTake(out var number))
        {
            _lease = new ThreadSlot(number);
            _current = number;
        }

        return _current;
    }

    /// <summary>A separate class, so that reading a thread's number needs no initialization check.</summary>
    private static class Pool
    {
        private static readonly Lock _gate = new();
        private static readonly Stack<int> _free = new(Enumerable.Range(Shared + 1, Count - 1));
        private static volatile int _freeCount = Count - 1;

        public static bool TryTake(out int number)
        {
            number = Shared;
            if (_freeCount == 0)
            {
                return false;
            }

            lock (_gate)
            {
                var taken = _free.TryPop(out number);
                _freeCount = _free.Count;
                return taken;
            }
        }

        public static void Return(int number)
        {
            lock (_gate)
            {
                _free.Push(number);
                _freeCount = _free.Count;
            }
        }
    }
}
