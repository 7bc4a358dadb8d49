using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A unit of work that writes nothing and keeps the write queue busy, so that others queue up behind it.</summary>
internal sealed class HeldUnit : IAsyncDisposable
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _unit = Task.CompletedTask;

    /// <summary>Starts a unit, and returns when it is running.</summary>
    public static async Task<HeldUnit> StartAsync(TestHost host)
    {
        var held = new HeldUnit();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held._unit = host.Get<WriteQueue>().ExecuteAsync(
            async _ =>
            {
                entered.TrySetResult();
                await held._release.Task;
                return true;
            },
            TestContext.Current.CancellationToken);
        await entered.Task.InTime();
        return held;
    }

    public Task ReleaseAsync()
    {
        _release.TrySetResult();
        return _unit.InTime();
    }

    /// <summary>Lets the queue continue after a test that failed before it released the unit.</summary>
    public ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
