using System.Diagnostics;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Coyote.Database;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Coyote.Specifications;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Coyote;

/// <summary>The writer of a node and what it publishes, on a database in memory, with checks of what its callers rely on.</summary>
internal sealed class ExploredWriter : IDisposable
{
    /// <summary>A limit that may elapse at any time.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    /// <summary>A limit that never elapses.</summary>
    public static readonly TimeSpan Endless = 2 * ControlledWaits.Unlimited;

    /// <summary>Longer than a batch is kept open, and than others are made to wait.</summary>
    private static readonly TimeSpan _long = TimeSpan.FromMilliseconds(200);

    private readonly List<ExploredWrite> _writes = [];
    private readonly GuildConfigMetrics _metrics = new();
    private readonly bool _isPatient;

    /// <param name="limit">How long a write may take.</param>
    /// <param name="isPatient">Whether a batch waits for every edit; if not, any edit may be left behind, and stored after later ones.</param>
    public ExploredWriter(TimeSpan limit, bool isPatient)
    {
        _isPatient = isPatient;
        var settings = new GuildConfigOptions { TransactionTimeout = limit };
        settings.Cache.TimeToLive = ControlledWaits.Unlimited;
        var (options, time, guard) = (Options.Create(settings), new ExploredTime(isStill: isPatient), new ReentrancyGuard());
        var engine = new ExploredEngine(Database) { TurnPause = TimeSpan.FromMilliseconds(25) };
        Cache = new GuildConfigCache(options, new GuildShards(options), time);
        var rules = new WriteRules(new BackgroundRules("/"), Database.Registry, time);
        var access = new AccessGuard(_metrics, NullLogger<AccessGuard>.Instance);
        var writer = new BatchWriter(
            engine,
            new ReaderPool(engine, engine),
            engine,
            new ExploredAdministration(Database),
            Database.Registry,
            rules,
            new WaitingTime(time),
            new ChangeCursor(Cache, new ChangeWatchers()),
            Health,
            _metrics,
            new Tracing(_metrics, time),
            NullLogger<BatchWriter>.Instance);
        Queue = new WriteQueue(writer, guard, Health, options, NullLogger<WriteQueue>.Instance);
        Service = new GuildConfigService(new ExploredRepository(Database), Queue, new GuildWrites(Queue, access), new UnitOfWorkRunner(access, rules));
    }

    public ExploredDatabase Database { get; } = new();

    public WriteHealth Health { get; } = new();

    public WriteQueue Queue { get; }

    private GuildConfigCache Cache { get; }

    private GuildConfigService Service { get; }

    /// <summary>Changes a guild. The outcome for the caller is compared with what is stored at the end.</summary>
    /// <param name="guildId">The guild.</param>
    /// <param name="inside">What the edit does before it changes anything.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public Task<ExploredWrite> UpdateAsync(ulong guildId, Action? inside = null, CancellationToken cancellationToken = default)
        => WriteAsync(
            async write =>
            {
                var after = await Service.UpdateAsync(
                    guildId,
                    editor =>
                    {
                        inside?.Invoke();
                        editor.WelcomeChannelId = write.Number;
                    },
                    new ChangeContext { ActorId = write.Number },
                    cancellationToken);
                Specification.Assert(after.WelcomeChannelId == write.Number, "A caller got another caller's result.");
                return after.Revision;
            },
            cancellationToken,
            guildId);

    /// <summary>Changes two guilds in a unit of work, and then uses its transaction after the end, whatever the outcome.</summary>
    public async Task<ExploredWrite> TransactAsync(ulong one, ulong other, CancellationToken cancellationToken = default)
    {
        IGuildConfigTransaction? ended = null;
        var write = await WriteAsync(
            async write =>
            {
                var revision = 0L;
                await Service.TransactAsync(
                    async (transaction, stopped) =>
                    {
                        ended = transaction;
                        await transaction.UpdateAsync(one, editor => editor.WelcomeChannelId = write.Number, stopped);
                        await Task.Yield();
                        revision = (await transaction.UpdateAsync(other, editor => editor.WelcomeChannelId = write.Number, stopped)).Revision;
                    },
                    new ChangeContext { ActorId = write.Number },
                    cancellationToken);
                return revision;
            },
            cancellationToken,
            one,
            other);
        try
        {
            _ = ended is null ? null : await ended.GetAsync(one, CancellationToken.None);
            Specification.Assert(ended is null, "A transaction is still open after its unit has ended.");
        }
        catch (InvalidOperationException)
        {
            // As it should be.
        }

        return write;
    }

    /// <summary>Changes a guild twice, without waiting in between: the writes keep their order, unless the first is left behind.</summary>
    public async Task UpdateTwiceAsync(ulong guildId)
    {
        var writes = await Task.WhenAll(new[] { UpdateAsync(guildId), UpdateAsync(guildId) });
        Specification.Assert(!_isPatient || !(writes[0].Revision > writes[1].Revision), "Writes of one guild have changed their order.");
    }

    /// <summary>Reads a guild as readers do, from the cache only, and checks that its state was committed.</summary>
    public async Task ReadAsync(ulong guildId)
    {
        for (var i = 0; i < 4; i++)
        {
            if (Cache.Find(guildId, out var found) != CacheAnswer.None && found!.Exists)
            {
                Specification.Assert(Database.FindChange(found.Revision)?.Change.GuildId == guildId, "A reader saw an uncommitted change.");
            }

            await Task.Yield();
        }
    }

    /// <summary>Advances the clock by the duration of a slow edit.</summary>
    public static void TakeLong() => Stopwatch.Advance(_long);

    /// <summary>Stops the writer, and compares the outcomes that callers saw with what is stored.</summary>
    public async Task EndAsync()
    {
        await Queue.DisposeAsync();
        Specification.Assert(Database.Open == 0, "{0} connections are open at the end.", Database.Open);
        foreach (var write in _writes)
        {
            Compare(write, [.. Database.Log.Select(planned => planned.Change).Where(change => change.ActorId == write.Number)]);
        }

        foreach (var guild in Database.Log.Select(planned => planned.Change).GroupBy(change => change.GuildId!.Value))
        {
            var changes = guild.ToList();
            Specification.Assert(changes.Zip(changes.Skip(1)).All(pair => pair.First.Revision == pair.Second.Before?.Revision), "A change does not start from the state that the previous one left.");
            Specification.Assert(Database.Find(guild.Key).Revision == changes[^1].Revision, "The last change of a guild was lost.");
        }
    }

    public void Dispose()
    {
        Cache.Dispose();
        _metrics.Dispose();
    }

    private async Task<ExploredWrite> WriteAsync(Func<ExploredWrite, Task<long>> run, CancellationToken cancellationToken, params IReadOnlyList<ulong> guilds)
    {
        var write = new ExploredWrite(ExploredCache.Guilds.One + (ulong)_writes.Count, guilds);
        _writes.Add(write);
        try
        {
            write.Revision = await run(write);
            Specification.Assert(guilds.All(guildId => IsPublished(guildId, write.Revision.Value)), "A caller was told of a change that readers do not see.");
        }
        catch (Exception failure) when (failure is GuildConfigException or OperationCanceledException)
        {
            write.Failure = failure;
            Specification.Assert(failure is not OperationCanceledException || cancellationToken.IsCancellationRequested, "A caller was cancelled without asking for it.");
        }

        return write;
    }

    private bool IsPublished(ulong guildId, long revision)
        => Cache.Find(guildId, out var found) != CacheAnswer.None && found!.Revision >= Database.Log.Last(planned => planned.Change.GuildId == guildId && planned.Change.Revision <= revision).Change.Revision;

    private void Compare(ExploredWrite write, List<GuildConfigChange> stored)
    {
        var isWhole = stored.Select(change => change.GuildId!.Value).SequenceEqual(write.Guilds);
        if (write.Failure is null)
        {
            Specification.Assert(isWhole && stored[^1].Revision == write.Revision, "A write that succeeded was stored {0} times.", stored.Count);
        }
        else
        {
            Specification.Assert(
                stored.Count == 0 || (isWhole && Database.Unanswered.IsSupersetOf(stored)), "A write was stored although its caller was told: {0}", write.Failure.Message);
        }
    }
}
