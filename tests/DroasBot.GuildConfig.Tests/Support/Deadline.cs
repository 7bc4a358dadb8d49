using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Waits for an event or a condition, but not for ever.</summary>
internal static class Deadline
{
    private static readonly TimeSpan _limit = GuildConfig.Contract.Deadlines.Limit;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task InTime(this Task task) => task.WaitAsync(_limit, Token);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(_limit, Token);

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(_limit, Token);
}
