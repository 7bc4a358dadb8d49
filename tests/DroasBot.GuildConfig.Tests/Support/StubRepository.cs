using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A database in memory at the repository's seam. Its reads can be held or made to fail.</summary>
internal sealed class StubRepository(GuildShards? shards = null) : IGuildConfigRepository
{
    private readonly ConcurrentDictionary<ulong, GuildConfigSnapshot> _rows = new();
    private readonly ConcurrentDictionary<ulong, ConcurrentQueue<HeldRead>> _held = new();
    private readonly SettingsRegistry _registry = new();
    private readonly Lock _lock = new();
    private long _revision;
    private int _queries;
    private int _questions;

    /// <summary>Gets how often single guilds were queried.</summary>
    public int Queries => Volatile.Read(ref _queries);

    /// <summary>Gets how often the revision was queried.</summary>
    public int Questions => Volatile.Read(ref _questions);

    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>Gets or sets why every read fails; <see langword="null"/> if none does.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Gets or sets the function that returns why the read of a guild fails; <see langword="null"/> for a read that succeeds.</summary>
    public Func<ulong, Exception?>? FailureOf { get; set; }

    /// <summary>Gets or sets what a read of one guild awaits after it has seen the row.</summary>
    public Func<Task>? AfterSight { get; set; }

    /// <summary>Gets or sets what happens before each row of a scan.</summary>
    public Action<GuildConfigSnapshot>? BeforeRow { get; set; }

    public static GuildConfigStoreException Outage() => new("The database is down.", isTransient: true, innerException: null);

    /// <summary>Holds the next read of a guild after it has seen the row, like a slow load.</summary>
    public HeldRead HoldNext(ulong guildId)
    {
        var read = new HeldRead();
        _held.GetOrAdd(guildId, _ => new()).Enqueue(read);
        return read;
    }

    /// <summary>Changes a guild in the database; the cache learns of it only if the test publishes it.</summary>
    public GuildConfigChange Write(ulong guildId, ulong? channelId = null, string? backgroundPath = null, string settings = GuildSettings.EmptyJson)
    {
        lock (_lock)
        {
            var revision = _revision + 1;
            var background = backgroundPath is null ? null : new BackgroundAsset(Guid.NewGuid(), backgroundPath, "image/png", DateTimeOffset.UnixEpoch);
            var after = new GuildConfigSnapshot(guildId, channelId, background, _registry.Read(settings), createdAt: 1, updatedAt: revision, revision);
            var before = _rows.GetValueOrDefault(guildId);
            _rows[guildId] = after;
            _revision = revision;
            var kind = before is null ? GuildConfigChangeKind.Created : GuildConfigChangeKind.Updated;
            return new GuildConfigChange(revision, guildId, kind, DateTimeOffset.UnixEpoch, actorId: null, reason: null, before, after);
        }
    }

    public bool Has(ulong guildId) => _rows.ContainsKey(guildId);

    /// <summary>Alters a row without the library: no change, no new revision.</summary>
    public void Alter(ulong guildId, ulong channelId, long revision)
        => _rows[guildId] = new GuildConfigSnapshot(guildId, channelId, background: null, _registry.Read(GuildSettings.EmptyJson), createdAt: 1, updatedAt: 1, revision);

    public GuildConfigChange Delete(ulong guildId)
    {
        lock (_lock)
        {
            _rows.TryRemove(guildId, out var before);
            return new GuildConfigChange(++_revision, guildId, GuildConfigChangeKind.Deleted, DateTimeOffset.UnixEpoch, actorId: null, reason: null, before, after: null);
        }
    }

    public async ValueTask<LoadedGuild> FindAsync(ulong guildId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        if ((Failure ?? FailureOf?.Invoke(guildId)) is { } failure)
        {
            throw failure;
        }

        LoadedGuild seen;
        lock (_lock)
        {
            seen = new LoadedGuild(_rows.GetValueOrDefault(guildId) ?? GuildConfigSnapshot.Absent(guildId, _registry.Defaults), _revision);
        }

        if (_held.TryGetValue(guildId, out var held) && held.TryDequeue(out var read))
        {
            await read.HoldAsync();
        }

        if (AfterSight is { } wait)
        {
            await wait();
        }

        return seen;
    }

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _questions);
        return Failure is { } failure ? Task.FromException<long>(failure) : Task.FromResult(Revision);
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)_rows.Count);

    public Task<long> CountOwnAsync(CancellationToken cancellationToken) => Task.FromResult((long)_rows.Keys.Count(IsOwn));

    public Task<(int Count, GuildConfigStoreException? First)> ScanAsync(Func<LoadedGuild, bool> visit, CancellationToken cancellationToken)
    {
        List<GuildConfigSnapshot> seen;
        long revision;
        lock (_lock)
        {
            seen = [.. _rows.Values.Where(row => IsOwn(row.GuildId)).OrderBy(row => row.GuildId)];
            revision = _revision;
        }

        foreach (var row in seen)
        {
            BeforeRow?.Invoke(row);
            cancellationToken.ThrowIfCancellationRequested();
            if (Failure is { } failure)
            {
                return Task.FromException<(int, GuildConfigStoreException?)>(failure);
            }

            if (!visit(new LoadedGuild(row, revision)))
            {
                break;
            }
        }

        return Task.FromResult<(int, GuildConfigStoreException?)>((0, null));
    }

    public async IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in _rows.Values.Where(row => row.GuildId > afterGuildId).OrderBy(row => row.GuildId))
        {
            yield return row;
        }

        await Task.CompletedTask;
    }

    private bool IsOwn(ulong guildId) => shards?.Contains(guildId) ?? true;
}
