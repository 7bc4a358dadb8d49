namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Measures what is alive on the managed heap after finalizers have run and their garbage is collected.</summary>
internal static class SettledHeap
{
    public static long Bytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        // GC.GetTotalMemory occasionally counts a hole of two megabytes next to a pinned object.
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }
}
