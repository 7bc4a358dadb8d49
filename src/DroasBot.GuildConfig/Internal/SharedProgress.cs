using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Internal;

/// <summary>Reports the progress of shared work to all who wait for it. An exception of one receiver affects no other. Thread-safe.</summary>
internal sealed class SharedProgress : IProgress<GuildConfigPreloadProgress>
{
    private ImmutableArray<IProgress<GuildConfigPreloadProgress>> _watchers = [];

    /// <returns>An object whose disposal ends it.</returns>
    public IDisposable? Add(IProgress<GuildConfigPreloadProgress>? watcher)
    {
        if (watcher is null)
        {
            return null;
        }

        ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Add(one), watcher);
        return new Watching(this, watcher);
    }

    public void Report(GuildConfigPreloadProgress value)
    {
        foreach (var watcher in _watchers)
        {
            try
            {
                watcher.Report(value);
            }
            catch (Exception)
            {
                // A receiver of the host must not fail the shared work.
            }
        }
    }

    private void Remove(IProgress<GuildConfigPreloadProgress> watcher)
        => ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Remove(one), watcher);

    private sealed class Watching(SharedProgress owner, IProgress<GuildConfigPreloadProgress> watcher) : IDisposable
    {
        public void Dispose() => owner.Remove(watcher);
    }
}
