using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Internal;

/// <summary>Tells everybody who waits for a shared start how far it is. What one of them throws harms nobody. Thread-safe.</summary>
internal sealed class SharedProgress : IProgress<GuildConfigPreloadProgress>
{
    private ImmutableArray<IProgress<GuildConfigPreloadProgress>> _watchers = [];

    /// <returns>What ends it.</returns>
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
                // The host's own, and no reason to fail the start of all.
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
