using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Caching;

/// <summary>An exact counter that threads increment without meeting: each thread owns a cell and is the only one to write it.</summary>
/// <remarks>
/// A thread whose cell belongs to another shares that cell's second number, with an interlocked addition. A thread id is given again only
/// after its thread has ended, so a cell never has two owners at once. Constant memory.
/// </remarks>
internal sealed class StripedCounter
{
    private const int CellCount = 64;

    private readonly Cell[] _cells = new Cell[CellCount];

    public long Sum
    {
        get
        {
            var sum = 0L;
            foreach (ref var cell in _cells.AsSpan())
            {
                sum += Volatile.Read(ref cell.Own) + Volatile.Read(ref cell.Shared);
            }

            return sum;
        }
    }

    public void Increment()
    {
        var thread = Environment.CurrentManagedThreadId;
        ref var cell = ref _cells[thread & (CellCount - 1)];
        if (cell.Owner == thread)
        {
            cell.Own++;
        }
        else
        {
            IncrementForeign(ref cell, thread);
        }
    }

    private static void IncrementForeign(ref Cell cell, int thread)
    {
        if (Interlocked.CompareExchange(ref cell.Owner, thread, 0) == 0)
        {
            cell.Own++;
        }
        else
        {
            Interlocked.Increment(ref cell.Shared);
        }
    }

    /// <summary>Two cache lines, so that neighbours do not slow each other.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(0)]
        public long Own;

        [FieldOffset(8)]
        public int Owner;

        [FieldOffset(64)]
        public long Shared;
    }
}
