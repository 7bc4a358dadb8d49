using System.Diagnostics;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Waits for an event or a condition, with a deadline.</summary>
public static class Deadlines
{
    /// <summary>Only detects hangs: a busy machine takes a minute for what an idle one does in seconds.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static Task InTime(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <summary>
    /// Repeats a call that times out until it succeeds: with the short limit of some tests, a call may time out on a busy machine.
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

    /// <summary>Polls a condition that has no event, until it is true.</summary>
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
