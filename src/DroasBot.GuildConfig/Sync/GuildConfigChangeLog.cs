using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Sync;

/// <summary>The audit trail as hosts see it.</summary>
internal sealed class GuildConfigChangeLog(
    ChangeLogReader reader,
    ChangeWatchers watchers,
    WriteQueue queue,
    AccessGuard access,
    IStartupGate gate,
    ReentrancyGuard scope) : IGuildConfigChangeLog
{
    public IAsyncEnumerable<GuildConfigChange> GetHistoryAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        scope.ThrowIfInside();
        return ReadHistoryAsync(guildId, cancellationToken);
    }

    public IAsyncEnumerable<GuildConfigChange> WatchAsync(CancellationToken cancellationToken = default) => watchers.WatchAsync(gate.EnsureStartedAsync, cancellationToken);

    public async Task<GuildConfigSnapshot> RestoreAsync(ulong guildId, long revision, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(revision);
        var checkedContext = ChangeContext.Checked(context);
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await access.DemandAsync(guildId, GuildConfigChangeKind.Restored, checkedContext, cancellationToken).ConfigureAwait(false);
        return await queue.ExecuteAsync(new RestoreOperation(guildId, revision, checkedContext), static (_, after) => after, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<GuildConfigChange> ReadHistoryAsync(ulong guildId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var change in reader.ReadHistoryAsync(guildId, long.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }
}
