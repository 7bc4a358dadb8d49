using DroasBot.GuildConfig.Support;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Runs work on new threads that end with it, unlike pool threads.</summary>
internal static class OwnThread
{
    /// <summary>Runs the same work on several threads. None begins before all are running, or ends before all are done.</summary>
    /// <returns>The results of all threads.</returns>
    public static async Task<T[]> RunTogetherAsync<T>(int threads, Func<T> work)
    {
        using var barrier = new Barrier(threads);
        return await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => RunAsync(() =>
        {
            barrier.SignalAndWait();
            var result = work();
            barrier.SignalAndWait();
            return result;
        }))).InTime();
    }

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var ended = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                ended.SetResult(work());
            }
            catch (Exception failure)
            {
                ended.SetException(failure);
            }
        }).Start();
        return ended.Task;
    }
}
