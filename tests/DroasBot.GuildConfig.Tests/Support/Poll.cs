using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Waits for what nothing tells of: what is measured and traced after a caller has its answer.</summary>
internal static class Poll
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static Task UntilAsync(Func<bool> condition)
    {
        return PollAsync().InTime();

        async Task PollAsync()
        {
            while (!condition())
            {
                await Task.Delay(_pause, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Waits until something is as expected; says how it is instead if it does not become so.</summary>
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
