using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Sync;

/// <summary>The audit trail for hosts.</summary>
internal sealed class GuildConfigChangeLog(
    ChangeLogReader reader,
    ChangeStreams streams,
    GuildWrites writes,
    IStartupGate gate,
    ReentrancyGuard scope) : IGuildConfigChangeLog
{
    public IAsyncEnumerable<GuildConfigChange> GetHistoryAsync(ulong guildId, CancellationToken cancellationToken = default)
        => GetHistoryAsync(guildId, beforeRevision: long.MaxValue, cancellationToken);

    public IAsyncEnumerable<GuildConfigChange> GetHistoryAsync(ulong guildId, long beforeRevision, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beforeRevision);
        scope.ThrowIfInside();
        return ReadHistoryAsync(guildId, beforeRevision, cancellationToken);
    }

    public IAsyncEnumerable<GuildConfigChange> WatchAsync(CancellationToken cancellationToken = default) => streams.WatchAsync(cancellationToken);

    public IAsyncEnumerable<GuildConfigChange> WatchAsync(long afterRevision, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterRevision);
        scope.ThrowIfInside();
        return streams.WatchAsync(afterRevision, cancellationToken);
    }

    public Task<GuildConfigSnapshot> RestoreAsync(ulong guildId, long revision, ChangeContext? context = null, CancellationToken cancellationToken = default)
        => RestoreAsync(guildId, revision, static change => change.After, context, cancellationToken);

    public Task<GuildConfigSnapshot> UndoAsync(ulong guildId, long revision, ChangeContext? context = null, CancellationToken cancellationToken = default)
        => RestoreAsync(guildId, revision, static change => change.Before, context, cancellationToken);

    private async Task<GuildConfigSnapshot> RestoreAsync(
        ulong guildId, long revision, Func<GuildConfigChange, GuildConfigSnapshot?> version, ChangeContext? context, CancellationToken cancellationToken)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(revision);
        var checkedContext = ChangeContext.Checked(context);
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        return await writes.ExecuteAsync(
            new RestoreOperation(guildId, revision, version, checkedContext), GuildConfigChangeKind.Restored, static (_, after) => after, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<GuildConfigChange> ReadHistoryAsync(ulong guildId, long beforeRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var change in reader.ReadHistoryAsync(guildId, beforeRevision, cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }
}
