using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Waits for the thing itself, but not for ever.</summary>
public static class Deadlines
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task InTime(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
