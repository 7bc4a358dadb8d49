using System.Diagnostics;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Waits for the thing itself, but not for ever.</summary>
public static class Deadlines
{
    /// <summary>Only for what hangs: a busy machine takes a minute for what an idle one does in seconds.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static Task InTime(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <summary>
    /// Makes a call again and again, while it fails for want of time, until it succeeds: where a limit is short for the sake of what exceeds it, a busy machine exceeds it too.
    /// </summary>
    public static async Task<T> UntilMadeAsync<T>(Func<Task<T>> call)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call().InTime();
            }
            catch (GuildConfigStoreException failure) when (failure.IsTransient && Stopwatch.GetElapsedTime(begun) < Limit)
            {
                await Task.Delay(_pause, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Asks again and again, for what nothing tells of, until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Limit);
        while (!await condition())
        {
            await Task.Delay(_pause, deadline.Token);
        }
    }
}
