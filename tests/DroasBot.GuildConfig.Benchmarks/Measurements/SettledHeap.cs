namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>What is alive on the managed heap, finalizers and their garbage done with.</summary>
internal static class SettledHeap
{
    public static long Bytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        // GC.GetTotalMemory counts a hole of two megabytes next to a pinned object, now and then.
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }
}
