using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>Gives no hints; its waits end when Coyote likes.</summary>
internal sealed class ExploredSignal : IChangeSignal
{
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => ControlledWaits.DelayAsync(timeout, TimeProvider.System, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
