using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Waits for conditions without an event: measurements and traces that come after the caller's response.</summary>
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

    /// <summary>Waits until a value is as expected; if it does not become so in time, reports the actual value.</summary>
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
