using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Caching;

/// <summary>An exact counter without contention: only one thread writes the cell of a <see cref="ThreadSlot"/>.</summary>
/// <remarks>Threads without a slot share one cell, with interlocked additions. Constant memory.</remarks>
internal sealed class StripedCounter
{
    private readonly Cell[] _cells = new Cell[ThreadSlot.Count];

    public long Sum
    {
        get
        {
            var sum = 0L;
            foreach (ref var cell in _cells.AsSpan())
            {
                sum += Volatile.Read(ref cell.Value);
            }

            return sum;
        }
    }

    public void Increment()
    {
        var slot = ThreadSlot.Current;
        if (slot > ThreadSlot.Shared)
        {
            _cells[slot].Value++;
        }
        else
        {
            IncrementSlowly();
        }
    }

    private void IncrementSlowly()
    {
        var slot = ThreadSlot.Acquire();
        if (slot == ThreadSlot.Shared)
        {
            Interlocked.Increment(ref _cells[slot].Value);
        }
        else
        {
            _cells[slot].Value++;
        }
    }

    /// <summary>A cache line and its neighbour, which processors fetch together, so that cells do not slow each other.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Cell
    {
        public long Value;
    }
}
