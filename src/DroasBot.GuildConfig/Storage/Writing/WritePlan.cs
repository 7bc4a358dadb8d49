using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What a write transaction will write: built in memory, from what the transaction has read. Used by one thread at a time.</summary>
internal sealed class WritePlan(Clock clock)
{
    private readonly Dictionary<ulong, GuildState> _guilds = [];
    private readonly Dictionary<ulong, Exception> _unreadable = [];
    private readonly List<PlannedChange> _changes = [];

    /// <summary>Gets the clock at the start of the transaction.</summary>
    public Clock Clock => clock;

    /// <summary>Gets the last revision given out, including the plan's own.</summary>
    public long Revision { get; private set; } = clock.Revision;

    /// <summary>Gets the mark that the commit leaves.</summary>
    public string Mark { get; } = Clock.NewMark();

    public IReadOnlyList<PlannedChange> Changes => _changes;

    /// <summary>Gets or sets whether the transaction has written something other than changes, such as a departure.</summary>
    public bool HasWritten { get; set; }

    /// <summary>Gets or sets whether the transaction has removed so much that the file may shrink, for example by pruning.</summary>
    public bool HasFreedSpace { get; set; }

    public void Add(GuildState guild) => _guilds[guild.Stored.GuildId] = guild;

    /// <summary>Records that a guild's row cannot be read; only requests for that guild fail.</summary>
    public void AddUnreadable(ulong guildId, Exception damage) => _unreadable[guildId] = damage;

    /// <summary>Gets a guild, if it was read.</summary>
    public GuildState? Find(ulong guildId)
        => _unreadable.TryGetValue(guildId, out var damage) ? throw damage : _guilds.GetValueOrDefault(guildId);

    /// <summary>Gets a guild, if it was read and is readable.</summary>
    public GuildState? TryGet(ulong guildId) => _guilds.GetValueOrDefault(guildId);

    /// <summary>Assigns a revision to a proposal, and plans its change.</summary>
    public GuildConfigSnapshot Take(GuildState guild, Proposal proposal, ChangeContext context)
    {
        var before = guild.Current;
        var after = proposal.After(Revision + 1);
        var change = new GuildConfigChange(
            Revision + 1, before.GuildId, proposal.Kind, proposal.Now, context.ActorId, context.Reason, before.Exists ? before : null, after.Exists ? after : null);
        Add(new PlannedChange(change, guild.IsTold, guild.NewestChange));
        guild.Become(after, change.Revision);
        return after;
    }

    /// <summary>Plans a change that applies to all guilds and alters none: it asks every node to reload its cache.</summary>
    public void AnnounceRefresh(DateTimeOffset now)
        => Add(new PlannedChange(
            new GuildConfigChange(Revision + 1, guildId: null, GuildConfigChangeKind.Refreshed, now, actorId: null, reason: null, before: null, after: null),
            isBeforeTold: true,
            previous: null));

    /// <summary>Plans the change for the erasure of a guild.</summary>
    /// <param name="remains">The guild after the erasure.</param>
    /// <param name="previous">The revision of its newest change, which is also emptied.</param>
    /// <param name="now">When.</param>
    public void AnnounceErasure(GuildConfigSnapshot remains, long? previous, DateTimeOffset now)
        => Add(new PlannedChange(GuildConfigChange.Erased(Revision + 1, remains, now), isBeforeTold: true, previous));

    /// <summary>Gets the guilds whose rows change: those to store, and those to remove.</summary>
    public (List<GuildConfigSnapshot> Stored, List<GuildConfigSnapshot> Removed) ListGuilds()
    {
        var changed = _guilds.Values.Where(static guild => !ReferenceEquals(guild.Stored, guild.Current)).Select(static guild => guild.Current).ToList();
        return (changed.FindAll(static guild => guild.Exists), changed.FindAll(static guild => !guild.Exists));
    }

    /// <summary>Whether a guild's stored settings stay unchanged: invalid Unicode would not survive being read and written.</summary>
    public bool KeepsSettings(GuildConfigSnapshot guild) => _guilds[guild.GuildId].Stored.Settings.HasSameText(guild.Settings);

    /// <summary>Gets the backgrounds that become used, and those that become unused.</summary>
    public (List<BackgroundAsset> Added, List<BackgroundAsset> Dropped) ListBackgrounds()
    {
        var (added, dropped) = (new List<BackgroundAsset>(), new List<BackgroundAsset>());
        foreach (var guild in _guilds.Values)
        {
            if (guild.Stored.Background?.Id != guild.Current.Background?.Id)
            {
                AddTo(added, guild.Current.Background);
                AddTo(dropped, guild.Stored.Background);
            }
        }

        return (added, dropped);
    }

    private static void AddTo(List<BackgroundAsset> list, BackgroundAsset? asset)
    {
        if (asset is not null)
        {
            list.Add(asset);
        }
    }

    private void Add(PlannedChange change)
    {
        if (_changes.Count > 0)
        {
            _changes[^1].Mark = null;
        }

        change.Mark = Mark;
        _changes.Add(change);
        Revision++;
    }
}
