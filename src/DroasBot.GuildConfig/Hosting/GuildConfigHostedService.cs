using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Extensions.Hosting;

namespace DroasBot.GuildConfig.Hosting;

/// <summary>Starts the library before any other hosted service starts, and drains its writes after all other services have stopped.</summary>
internal sealed class GuildConfigHostedService(GuildConfigStartup startup, BackgroundLoops loops, WriteQueue queue) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => startup.StartAsync(progress: null, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await loops.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await queue.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
