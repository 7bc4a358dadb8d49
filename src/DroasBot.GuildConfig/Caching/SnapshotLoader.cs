using System.Diagnostics;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Loads guilds that are not cached: one query, however many callers wait for it, that never overwrites a newer value with an older one.</summary>
internal sealed class SnapshotLoader(GuildConfigCache cache, IGuildConfigRepository repository, Tracing tracing, LoadFailureTracker report, TimeProvider timeProvider)
{
    /// <summary>Gets a guild from the database, or from the cache if another load has just put it there.</summary>
    /// <returns>The guild; and whether it came from the cache past its time-to-live, so that the caller must request a reload.</returns>
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
                // Others wait for the same load; an exception object thrown by several callers would mix up their stack traces.
                throw shared.Copy();
            }

            throw;
        }
        finally
        {
            cache.Counters.Latency.Record(timeProvider.GetElapsedTime(started));
        }
    }

    /// <summary>Loads a guild now, even if it is cached.</summary>
    public Task<GuildConfigSnapshot> ReloadAsync(ulong guildId, CancellationToken cancellationToken) => ReloadAsync(guildId, endsFlight: false, reader: null, cancellationToken);

    /// <summary>Starts the load in no reader's context, because others may join it.</summary>
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

            // Something newer was published or served, or a value was dropped meanwhile. Callers that joined may have begun after that, so they must not get an older value.
        }
    }

    /// <summary>Belongs to all callers that joined, so it uses no caller's token. Never throws.</summary>
    private async Task FlyAsync(ulong guildId, TaskCompletionSource<GuildConfigSnapshot> flight, Activity? reader)
    {
        try
        {
            // The flight leaves the stripe in the instant in which its value is cached, so no caller that must see a later change can join.
            flight.SetResult(await ReloadAsync(guildId, endsFlight: true, reader, CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            // It leaves first, so what is cached after that is new enough for all callers that joined.
            cache.Leave(guildId);
            flight.SetException(failure);
            _ = flight.Task.Exception;
        }
    }
}
