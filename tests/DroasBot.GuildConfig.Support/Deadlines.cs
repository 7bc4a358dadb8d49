using System.Diagnostics;
using Xunit;

namespace DroasBot.GuildConfig.Support;

/// <summary>Waits for an event or a condition, with a deadline.</summary>
public static class Deadlines
{
    /// <summary>Only detects hangs: a busy machine takes a minute for what an idle one does in seconds. Mutation runs, which cause hangs, set a short one.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(Repetitions.Of("GUILD_CONFIG_HANG_SECONDS", 120));

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task InTime(this Task task) => task.WaitAsync(Limit, Token);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit, Token);

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().InTime();

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
                await Task.Delay(_pause, Token);
            }
        }
    }

    /// <summary>Polls a condition that has no event, until it is true.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition().InTime())
        {
            if (Stopwatch.GetElapsedTime(begun) > Limit)
            {
                throw new TimeoutException("The condition is not true in time.");
            }

            await Task.Delay(_pause, Token);
        }
    }

    /// <summary>Polls a condition that has no event, until it is true.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Polls a value until it is as expected; if it does not become so in time, reports the actual value.</summary>
    public static async Task EqualAsync<T>(T expected, Func<T> actual)
    {
        try
        {
            await UntilAsync(() => EqualityComparer<T>.Default.Equals(expected, actual()));
        }
        catch (TimeoutException)
        {
            Assert.Equal(expected, actual());
        }
    }
}
