using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DroasBot.GuildConfig.AspNetCore.Responses;

namespace DroasBot.GuildConfig.AspNetCore.Endpoints;

/// <summary>Streams the changes of one guild after a revision to one client.</summary>
/// <remarks>
/// The watch begins before the history is read, so no change is missed in between; and sent changes are recognized by revision, so none is sent twice. A client that reads
/// slowly loses changes rather than slowing others, and is told to read the guild again.
/// </remarks>
internal sealed class GuildEventStream(
    IGuildConfigChangeLog changes, IGuildConfigCache cache, TimeProvider timeProvider, TimeSpan heartbeat, ulong guildId, Func<ValueTask<bool>> mayRead)
{
    /// <summary>How many changes are sent individually to a client that reconnects.</summary>
    private const int MostReplayed = 100;

    private const string Change = "change";
    private const string Refreshed = "refreshed";
    private const string Heartbeat = "heartbeat";

    private static readonly TimeSpan _reconnection = TimeSpan.FromSeconds(2);

    /// <param name="cursor">The revision that the client has; <see langword="null"/> for new changes only.</param>
    /// <param name="stopping">Ends the stream: the host would wait for it until its shutdown times out.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(long? cursor, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        var live = changes.WatchAsync(ending.Token).GetAsyncEnumerator(ending.Token);
        var next = live.MoveNextAsync().AsTask();
        try
        {
            // Confirms the connection, and sets the reconnection interval.
            yield return new SseItem<string>("", Heartbeat) { ReconnectionInterval = _reconnection };
            var position = cursor ?? 0;
            if (cursor is { } after)
            {
                foreach (var item in await ReplayAsync(after, cancellationToken).ConfigureAwait(false))
                {
                    position = item.Revision;
                    yield return item.Event;
                }
            }

            // Changes of other guilds, however many, neither delay a heartbeat nor trigger an authorization.
            for (var sent = timeProvider.GetTimestamp(); ; sent = timeProvider.GetTimestamp())
            {
                SseItem<string>? item = null;
                while (item is null && await IsDoneAsync(next, heartbeat - timeProvider.GetElapsedTime(sent), ending.Token).ConfigureAwait(false))
                {
                    if (!await HasMoreAsync(next).ConfigureAwait(false))
                    {
                        yield break;
                    }

                    var change = live.Current;
                    next = live.MoveNextAsync().AsTask();
                    item = ItemOf(change, ref position);
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (stopping.IsCancellationRequested || !await mayRead().ConfigureAwait(false))
                {
                    yield break;
                }

                yield return item ?? new SseItem<string>("", Heartbeat);
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await live.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next change, at most until a heartbeat is due.</summary>
    private async Task<bool> IsDoneAsync(Task<bool> next, TimeSpan left, CancellationToken cancellationToken)
    {
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        await ((Task)next).WaitAsync(left, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompleted && !cancellationToken.IsCancellationRequested;
    }

    /// <summary>Returns the event for a change; <see langword="null"/> for none.</summary>
    private SseItem<string>? ItemOf(GuildConfigChange change, ref long position)
    {
        if (change is { Kind: GuildConfigChangeKind.Refreshed, GuildId: null })
        {
            position = change.Revision;
            return RefreshedItem(position);
        }

        if (change.GuildId != guildId || change.Revision <= position)
        {
            return null;
        }

        position = change.Revision;
        return ChangeItem(change);
    }

    /// <summary>A failed watch ends the stream; the client reconnects automatically.</summary>
    private static async Task<bool> HasMoreAsync(Task<bool> next)
    {
        try
        {
            return await next.ConfigureAwait(false);
        }
        catch (GuildConfigException)
        {
            return false;
        }
    }

    /// <summary>Returns the events after a revision; if there are too many, or they are not known individually, one that tells the client to read the guild again.</summary>
    private async Task<IReadOnlyList<(long Revision, SseItem<string> Event)>> ReplayAsync(long after, CancellationToken cancellationToken)
    {
        var newest = cache.GetStatistics().Revision;
        var missed = await ReadHistoryAsync(after, cancellationToken).ConfigureAwait(false);
        newest = Math.Max(newest, missed is [var last, ..] ? last.Revision : 0);
        if (missed is null || missed.Count > MostReplayed || after > newest || (missed is [.., var first] && first.Before?.Revision > after))
        {
            return [(newest, RefreshedItem(newest))];
        }

        return [.. missed.Reverse().Select(static change => (change.Revision, ChangeItem(change)))];
    }

    /// <summary>Reads the newest changes, newest first, one more than is sent; <see langword="null"/> if they cannot be read.</summary>
    private async Task<IReadOnlyList<GuildConfigChange>?> ReadHistoryAsync(long after, CancellationToken cancellationToken)
    {
        try
        {
            return await changes.GetHistoryAsync(guildId, cancellationToken)
                .TakeWhile(change => change.Revision > after)
                .Take(MostReplayed + 1)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (GuildConfigException)
        {
            return null;
        }
    }

    private static SseItem<string> ChangeItem(GuildConfigChange change)
        => new(JsonSerializer.Serialize(ChangeDocument.Of(change), DocumentJson.Default.ChangeDocument), Change) { EventId = IdOf(change.Revision) };

    private static SseItem<string> RefreshedItem(long revision)
        => new(JsonSerializer.Serialize(new RefreshedDocument(revision), DocumentJson.Default.RefreshedDocument), Refreshed) { EventId = IdOf(revision) };

    private static string IdOf(long revision) => revision.ToString(CultureInfo.InvariantCulture);
}
