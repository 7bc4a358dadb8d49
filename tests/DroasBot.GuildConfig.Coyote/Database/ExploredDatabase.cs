using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>A database in memory that nodes share: rows, a clock, a log, and one write transaction at a time.</summary>
internal sealed class ExploredDatabase
{
    private readonly Dictionary<ulong, GuildConfigSnapshot> _rows = [];
    private readonly SortedDictionary<long, PlannedChange> _log = [];
    private readonly HashSet<string> _committed = [];
    private int _transactions;

    /// <summary>Gets or sets the function that returns why a step fails; <see langword="null"/> for a step that succeeds.</summary>
    public Func<DatabaseStep, Exception?>? Failure { get; set; }

    public SettingsRegistry Registry { get; } = new();

    public Clock Clock { get; private set; } = new(0, "one", "none");

    /// <summary>Gets the lock that a write transaction holds.</summary>
    public ControlledSemaphore Turn { get; } = new(1, 1);

    /// <summary>Gets or sets how many connections are open.</summary>
    public int Open { get; set; }

    /// <summary>Gets the changes, in the order of their revisions.</summary>
    public IEnumerable<PlannedChange> Log => _log.Values;

    /// <summary>Gets the changes whose COMMIT got no response.</summary>
    public HashSet<GuildConfigChange> Unanswered { get; } = [];

    public static GuildConfigStoreException Outage() => new("The database is down.", isTransient: true);

    /// <summary>Lets others run, then fails if this step is to fail.</summary>
    public async Task StepAsync(DatabaseStep step)
    {
        await Task.Yield();
        if (Failure?.Invoke(step) is { } failure)
        {
            throw failure;
        }
    }

    public string BeginTransaction() => $"{++_transactions}";

    public bool HasCommitted(string transaction) => _committed.Contains(transaction);

    public GuildConfigSnapshot Find(ulong guildId) => _rows.GetValueOrDefault(guildId) ?? GuildConfigSnapshot.Absent(guildId, Registry.Defaults);

    public IReadOnlyList<GuildConfigSnapshot> List() => [.. _rows.Values];

    public PlannedChange? FindChange(long revision) => _log.GetValueOrDefault(revision);

    /// <summary>Gets a guild as a transaction reads it.</summary>
    public GuildState Read(ulong guildId) => new(Find(guildId), _log.Values.LastOrDefault(planned => planned.Change.GuildId == guildId)?.Change.Revision);

    /// <summary>Stores a transaction's plan.</summary>
    public void Commit(string transaction, WritePlan plan)
    {
        Specification.Assert(plan.Clock == Clock, "Two transactions wrote at the same time.");
        var (stored, removed) = plan.ListGuilds();
        stored.ForEach(guild => _rows[guild.GuildId] = guild);
        removed.ForEach(guild => _rows.Remove(guild.GuildId));
        foreach (var planned in plan.Changes)
        {
            _log.Add(planned.Change.Revision, planned);
        }

        Clock = Clock with { Revision = plan.Revision, Mark = plan.Mark };
        _committed.Add(transaction);
    }

    /// <summary>Makes a transaction one step, as seen by everybody but its writer.</summary>
    public WritePlan Write(params ReadOnlySpan<ulong> guilds)
    {
        var plan = new WritePlan(Clock);
        foreach (var guildId in guilds)
        {
            plan.Add(Read(guildId));
            var guild = plan.Find(guildId)!;
            GuildConfigSnapshot After(long revision) => Row(guildId, channelId: null, revision);
            plan.Take(guild, new Proposal(guild.Current.Exists ? GuildConfigChangeKind.Updated : GuildConfigChangeKind.Created, DateTimeOffset.UnixEpoch, After), new ChangeContext());
        }

        Commit(BeginTransaction(), plan);
        return plan;
    }

    /// <summary>Tells every node to load its cache again.</summary>
    public void AnnounceRefresh()
    {
        var plan = new WritePlan(Clock);
        plan.AnnounceRefresh(DateTimeOffset.UnixEpoch);
        Commit(BeginTransaction(), plan);
    }

    /// <summary>Alters a row without the library: no change, no new revision.</summary>
    public void Alter(ulong guildId, ulong channelId)
        => _rows[guildId] = Row(guildId, channelId, Find(guildId).Revision);

    /// <summary>Removes changes from the log, up to a revision.</summary>
    public void Prune(long revision)
    {
        foreach (var pruned in _log.Keys.TakeWhile(change => change <= revision).ToList())
        {
            _log.Remove(pruned);
        }
    }

    private GuildConfigSnapshot Row(ulong guildId, ulong? channelId, long revision)
        => new(guildId, channelId, background: null, Registry.Read(GuildSettings.EmptyJson), createdAt: 1, updatedAt: revision, revision);
}
