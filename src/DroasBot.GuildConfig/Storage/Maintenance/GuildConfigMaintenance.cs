using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Implements the maintenance operations.</summary>
internal sealed class GuildConfigMaintenance(
    IDatabaseAdministration administration,
    StoreVerifier verifier,
    HistoryPruner pruner,
    GuildEraser guilds,
    UserEraser users,
    IStartupGate gate,
    ReentrancyGuard scope,
    TimeProvider timeProvider) : IGuildConfigMaintenance
{
    public async Task BackupAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await administration.BackupAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken = default)
    {
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);

        // On the thread pool: an embedded engine runs synchronously on the calling thread.
        return await Task.Run(() => verifier.VerifyAsync(progress: null, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> PruneHistoryAsync(DateTimeOffset changedBefore, CancellationToken cancellationToken = default)
    {
        var now = timeProvider.GetUtcNow();
        if (changedBefore > now)
        {
            throw new ArgumentOutOfRangeException(nameof(changedBefore), changedBefore, $"The history can be pruned up to now, {now:O}, not beyond.");
        }

        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        return await pruner.PruneAsync(changedBefore, cancellationToken).ConfigureAwait(false);
    }

    public async Task EraseGuildAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        await guilds.EraseAsync(guildId, cancellationToken).ConfigureAwait(false);
        await administration.ScrubAsync(isAsked: true, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> EraseUserAsync(ulong userId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(userId);
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        var touched = await users.EraseAsync(userId, cancellationToken).ConfigureAwait(false);
        await administration.ScrubAsync(isAsked: true, cancellationToken).ConfigureAwait(false);
        return touched;
    }
}
