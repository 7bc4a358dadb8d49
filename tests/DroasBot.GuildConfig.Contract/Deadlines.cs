using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Waits for the thing itself, but not for ever.</summary>
public static class Deadlines
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static Task InTime(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

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
