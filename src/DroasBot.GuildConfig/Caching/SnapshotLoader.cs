using System.Diagnostics;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Loads guilds that are not cached: one query however many wait for it, and never an old value over a newer one.</summary>
internal sealed class SnapshotLoader(GuildConfigCache cache, IGuildConfigRepository repository, Tracing tracing, LoadFailureTracker report, TimeProvider timeProvider)
{
    /// <summary>Gets a guild from the database, or from the cache if another load has just brought it there.</summary>
    /// <returns>The guild; and whether it came from the cache past its time-to-live, for which nobody has asked to load it again.</returns>
    /// <exception cref="GuildConfigStoreException">The database cannot be read, and the guild is not cached.</exception>
    public async ValueTask<(GuildConfigSnapshot Snapshot, bool IsExpired)> LoadAsync(ulong guildId, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        if (cache.Join(guildId, out var answer, out var cached, out var isFirst) is not { } flight)
        {
            return (cached!, answer == CacheAnswer.Expired);
        }

        if (isFirst)
        {
            Launch(guildId, flight);
        }

        try
        {
            var snapshot = await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            cache.Counters.Misses.Increment();
            return (snapshot, IsExpired: false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            cache.Counters.Failed();
            if (failure is GuildConfigStoreException shared)
            {
                // Others wait for the same load, and one object thrown by many would mix up their stack traces.
                throw shared.Copy();
            }

            throw;
        }
        finally
        {
            cache.Counters.Latency.Record(timeProvider.GetElapsedTime(started));
        }
    }

    /// <summary>Loads a guild now, whatever is cached.</summary>
    public Task<GuildConfigSnapshot> ReloadAsync(ulong guildId, CancellationToken cancellationToken) => ReloadAsync(guildId, endsFlight: false, reader: null, cancellationToken);

    /// <summary>Others may join the load, so it runs in no reader's context.</summary>
    private void Launch(ulong guildId, TaskCompletionSource<GuildConfigSnapshot> flight)
    {
        var reader = Activity.Current;
        UnflowedContext.Run(() => _ = FlyAsync(guildId, flight, reader));
    }

    private async Task<GuildConfigSnapshot> ReloadAsync(ulong guildId, bool endsFlight, Activity? reader, CancellationToken cancellationToken)
    {
        using var operation = tracing.BeginLoad(reader);
        try
        {
            var snapshot = await FillAsync(guildId, endsFlight, cancellationToken).ConfigureAwait(false);
            operation.Succeeded();
            report.Succeeded();
            return snapshot;
        }
        catch (Exception failure)
        {
            operation.Failed(failure);
            if (failure is GuildConfigStoreException)
            {
                report.Failed(guildId, failure);
            }

            throw;
        }
    }

    private async Task<GuildConfigSnapshot> FillAsync(ulong guildId, bool endsFlight, CancellationToken cancellationToken)
    {
        while (true)
        {
            var generation = cache.BeginFill(guildId);
            var loaded = await repository.FindAsync(guildId, cancellationToken).ConfigureAwait(false);
            if (cache.TryFill(loaded, generation, endsFlight, out var standing))
            {
                return standing;
            }

            // Something newer was published or served meanwhile, or a value dropped. Who joined this flight may have begun after it, so an older value will not do.
        }
    }

    /// <summary>Belongs to all who joined, so no caller's token reaches it. Never throws.</summary>
    private async Task FlyAsync(ulong guildId, TaskCompletionSource<GuildConfigSnapshot> flight, Activity? reader)
    {
        try
        {
            // The flight leaves the stripe at the very instant its value is cached, so nobody can join who should see a later change.
            flight.SetResult(await ReloadAsync(guildId, endsFlight: true, reader, CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            // It leaves first, so what is cached after that is new enough for all who have joined.
            cache.Leave(guildId);
            flight.SetException(failure);
            _ = flight.Task.Exception;
        }
    }
}
