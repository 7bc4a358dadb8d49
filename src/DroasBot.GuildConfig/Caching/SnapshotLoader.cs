using System.Collections.Concurrent;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Loads guilds that are not cached: one query however many wait for it, and never an old value over a newer one.</summary>
internal sealed class SnapshotLoader
{
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<Loaded>> _inFlight = new();
    private readonly GuildConfigCache _cache;
    private readonly IGuildConfigRepository _repository;
    private readonly StaleReport _stale;
    private readonly Action<ulong> _land;

    public SnapshotLoader(GuildConfigCache cache, IGuildConfigRepository repository, StaleReport stale)
    {
        _cache = cache;
        _repository = repository;
        _stale = stale;
        _land = guildId => _inFlight.TryRemove(guildId, out _);
    }

    /// <summary>Gets a guild from the database; or from the cache, past its time-to-live, if the database cannot be read.</summary>
    /// <exception cref="GuildConfigStoreException">The database cannot be read, and the guild is not cached.</exception>
    public async ValueTask<GuildConfigSnapshot> LoadAsync(ulong guildId, CancellationToken cancellationToken)
    {
        if (_cache.TryGetStale(guildId, out var stale))
        {
            return CountStale(stale);
        }

        var flight = new TaskCompletionSource<Loaded>(TaskCreationOptions.RunContinuationsAsynchronously);
        var joined = _inFlight.GetOrAdd(guildId, flight);
        if (joined == flight)
        {
            if (_cache.TryGet(guildId, out var justLoaded))
            {
                // Another flight landed between our miss and this one's start.
                Land(guildId, flight, new Loaded(justLoaded, IsStale: false));
                return justLoaded;
            }

            _ = FlyAsync(guildId, flight);
        }

        var loaded = await joined.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (loaded.IsStale)
        {
            return CountStale(loaded.Snapshot);
        }

        _cache.Counters.Misses.Increment();
        return loaded.Snapshot;
    }

    /// <summary>Loads a guild now, whatever is cached.</summary>
    public async Task<GuildConfigSnapshot> ReloadAsync(ulong guildId, Action<ulong>? installed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var generation = _cache.BeginFill(guildId);
            var loaded = await _repository.FindAsync(guildId, cancellationToken).ConfigureAwait(false);
            if (_cache.TryFill(loaded, generation, out var standing, installed))
            {
                _stale.Ended();
                return standing;
            }

            // A change was published or a value dropped meanwhile. Who joined this flight may have begun after it, so an older value will not do.
        }
    }

    /// <summary>Belongs to all who joined, so no caller's token reaches it. Never throws.</summary>
    private async Task FlyAsync(ulong guildId, TaskCompletionSource<Loaded> flight)
    {
        try
        {
            // The flight leaves the table at the very instant its value is cached: nobody can join who should see a later change.
            var snapshot = await ReloadAsync(guildId, _land, CancellationToken.None).ConfigureAwait(false);
            flight.SetResult(new Loaded(snapshot, IsStale: false));
        }
        catch (GuildConfigStoreException failure) when (_cache.TryKeepStale(guildId, out var snapshot))
        {
            _stale.Began(failure);
            Land(guildId, flight, new Loaded(snapshot, IsStale: true));
        }
        catch (Exception failure)
        {
            _land(guildId);
            flight.SetException(failure);
            _ = flight.Task.Exception;
        }
    }

    private void Land(ulong guildId, TaskCompletionSource<Loaded> flight, Loaded loaded)
    {
        _land(guildId);
        flight.SetResult(loaded);
    }

    private GuildConfigSnapshot CountStale(GuildConfigSnapshot snapshot)
    {
        _cache.Counters.StaleHits.Increment();
        _stale.Served();
        return snapshot;
    }

    private readonly record struct Loaded(GuildConfigSnapshot Snapshot, bool IsStale);
}
