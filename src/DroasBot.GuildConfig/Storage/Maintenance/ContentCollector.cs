using System.Data;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Contents;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Removes unreferenced images: those that no guild and no change in the history refers to.</summary>
/// <remarks>
/// Readers find the candidates. An image stays as long as the change that was last seen to refer to it exists, which is cheap to check. If that change is gone, the
/// whole history is scanned. The transaction that removes an image checks again what may have changed: the guilds, the time at which it was put, and newer changes.
/// </remarks>
internal sealed class ContentCollector(ContentUse use, ContentCache cache, WriteQueue queue, WriteRules rules, SweepLoop loop, ILogger<ContentCollector> logger) : IBackgroundLoop, IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(5);

    private static readonly Statement _remove = new(
        $"""
        DELETE FROM background_content
        WHERE hash = @hash AND created_at <= @by AND NOT EXISTS (SELECT 1 FROM background_asset AS a WHERE a.content_hash = @hash)
            AND NOT EXISTS (SELECT 1 FROM guild_config_change AS n WHERE n.revision > @seen AND (n."after" LIKE @mention OR n."before" LIKE @mention))
        """,
        ("hash", DbType.String), ("by", DbType.Int64), ("seen", DbType.Int64), ("mention", DbType.String));

    /// <summary>The last change that was seen to refer to each image.</summary>
    private Dictionary<string, long> _uses = [];

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The last revision of the latest scan of the history.</summary>
    private long _seen;

    public Task RunAsync(CancellationToken cancellationToken) => loop.RunAsync(SweepAsync, _pause, logger.CollectionFailed, cancellationToken);

    /// <summary>Removes images that have been unreferenced for the grace period.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var by = (rules.Now - ContentStore.Grace).ToUnixTimeMilliseconds();
        await RemoveAsync(await use.FindUnusedAsync(by, cancellationToken).ConfigureAwait(false), by, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes images immediately, if they are unreferenced.</summary>
    public async Task EraseAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        await RemoveAsync(hashes, long.MaxValue, cancellationToken).ConfigureAwait(false);
        foreach (var hash in hashes)
        {
            cache.Remove(hash);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task RemoveAsync(IReadOnlyCollection<string> hashes, long putBy, CancellationToken cancellationToken)
    {
        if (hashes.Count == 0)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var isFresh = false;
            foreach (var hash in hashes)
            {
                if (!isFresh && !await IsUsedAsync(hash, cancellationToken).ConfigureAwait(false))
                {
                    (_uses, _seen) = await use.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
                    isFresh = true;
                }

                if (isFresh && !_uses.ContainsKey(hash))
                {
                    await queue.ExecuteAsync(unit => RemoveAsync(unit, hash, putBy), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> IsUsedAsync(string hash, CancellationToken cancellationToken)
        => _uses.TryGetValue(hash, out var revision) && await use.RefersAsync(revision, hash, cancellationToken).ConfigureAwait(false);

    private Task<bool> RemoveAsync(UnitOfWork unit, string hash, long putBy)
        => unit.UseAsync(async session =>
        {
            // A database at a lower revision is not the one whose history was scanned.
            var mention = ContentUse.MentionOf(hash);
            unit.Plan.HasFreedSpace = unit.Plan.Clock.Revision >= _seen && await session.ExecuteAsync(_remove, hash, putBy, _seen, mention).ConfigureAwait(false) > 0;
            return unit.Plan.HasFreedSpace;
        });
}
