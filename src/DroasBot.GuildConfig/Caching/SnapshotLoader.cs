using System.Collections.Concurrent;
using System.Diagnostics;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Loads guilds that are not cached: one query however many wait for it, and never an old value over a newer one.</summary>
internal sealed class SnapshotLoader
{
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<Loaded>> _inFlight = new();
    private readonly GuildConfigCache _cache;
    private readonly IGuildConfigRepository _repository;
    private readonly Tracing _tracing;
    private readonly LoadFailureTracker _report;
    private readonly TimeProvider _timeProvider;
    private readonly Action<ulong> _land;

    public SnapshotLoader(GuildConfigCache cache, IGuildConfigRepository repository, Tracing tracing, LoadFailureTracker report, TimeProvider timeProvider)
    {
        _cache = cache;
        _repository = repository;
        _tracing = tracing;
        _report = report;
        _timeProvider = timeProvider;
        _land = guildId => _inFlight.TryRemove(guildId, out _);
    }

    /// <summary>Gets a guild from the database; or from the cache, past its time-to-live, if the database cannot be read.</summary>
    /// <exception cref="GuildConfigStoreException">The database cannot be read, and the guild is not cached.</exception>
    public async ValueTask<GuildConfigSnapshot> LoadAsync(ulong guildId, CancellationToken cancellationToken)
    {
        if (_cache.TryGetStale(guildId, out var stale))
        {
            _cache.Counters.Latency.Record(TimeSpan.Zero);
            return CountStale(stale);
        }

        var started = _timeProvider.GetTimestamp();
        var flight = new TaskCompletionSource<Loaded>(TaskCreationOptions.RunContinuationsAsynchronously);
        var joined = _inFlight.GetOrAdd(guildId, flight);
        if (joined == flight)
        {
            // Another flight may have landed between our miss and this one's start.
            if (_cache.TryGet(guildId, _land, out var justLoaded))
            {
                flight.SetResult(new Loaded(justLoaded, IsStale: false));
                return justLoaded;
            }

            Launch(guildId, flight);
        }

        try
        {
            var loaded = await joined.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (loaded.IsStale)
            {
                return CountStale(loaded.Snapshot);
            }

            _cache.Counters.Misses.Increment();
            return loaded.Snapshot;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _cache.Counters.Failed();
            if (failure is GuildConfigStoreException shared)
            {
                // Others wait for the same load, and one object thrown by many would mix up their stack traces.
                throw shared.Copy();
            }

            throw;
        }
        finally
        {
            _cache.Counters.Latency.Record(_timeProvider.GetElapsedTime(started));
        }
    }

    /// <summary>Loads a guild now, whatever is cached.</summary>
    public Task<GuildConfigSnapshot> ReloadAsync(ulong guildId, Action<ulong>? installed, CancellationToken cancellationToken)
        => ReloadAsync(guildId, installed, reader: null, cancellationToken);

    /// <summary>Others may join the load, so it runs in no reader's context.</summary>
    private void Launch(ulong guildId, TaskCompletionSource<Loaded> flight)
    {
        var reader = Activity.Current;
        UnflowedContext.Run(() => _ = FlyAsync(guildId, flight, reader));
    }

    private async Task<GuildConfigSnapshot> ReloadAsync(ulong guildId, Action<ulong>? installed, Activity? reader, CancellationToken cancellationToken)
    {
        using var operation = _tracing.BeginLoad(reader);
        try
        {
            var snapshot = await FillAsync(guildId, installed, cancellationToken).ConfigureAwait(false);
            operation.Succeeded();
            _report.Succeeded();
            return snapshot;
        }
        catch (Exception failure)
        {
            operation.Failed(failure);
            if (failure is GuildConfigStoreException)
            {
                _report.Failed(guildId, failure);
            }

            throw;
        }
    }

    private async Task<GuildConfigSnapshot> FillAsync(ulong guildId, Action<ulong>? installed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var generation = _cache.BeginFill(guildId);
            var loaded = await _repository.FindAsync(guildId, cancellationToken).ConfigureAwait(false);
            if (_cache.TryFill(loaded, generation, out var standing, installed))
            {
                return standing;
            }

            // A change was published or a value dropped meanwhile. Who joined this flight may have begun after it, so an older value will not do.
        }
    }

    /// <summary>Belongs to all who joined, so no caller's token reaches it. Never throws.</summary>
    private async Task FlyAsync(ulong guildId, TaskCompletionSource<Loaded> flight, Activity? reader)
    {
        try
        {
            // The flight leaves the table at the very instant its value is cached, so nobody can join who should see a later change.
            var snapshot = await ReloadAsync(guildId, _land, reader, CancellationToken.None).ConfigureAwait(false);
            flight.SetResult(new Loaded(snapshot, IsStale: false));
        }
        catch (Exception failure)
        {
            // It leaves the table first, so what is cached after that is new enough for all who have joined.
            _land(guildId);
            if (failure is GuildConfigStoreException && _cache.TryKeepStale(guildId, out var snapshot))
            {
                flight.SetResult(new Loaded(snapshot, IsStale: true));
                return;
            }

            flight.SetException(failure);
            _ = flight.Task.Exception;
        }
    }

    private GuildConfigSnapshot CountStale(GuildConfigSnapshot snapshot)
    {
        _cache.Counters.StaleHits.Increment();
        _report.ServedStale();
        return snapshot;
    }

    private readonly record struct Loaded(GuildConfigSnapshot Snapshot, bool IsStale);
}
