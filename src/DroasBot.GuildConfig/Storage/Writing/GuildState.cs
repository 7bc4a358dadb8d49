namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The state of a guild in a write transaction: as stored, and as planned so far.</summary>
internal sealed class GuildState(GuildConfigSnapshot stored, long? newestChange)
{
    private readonly Dictionary<long, GuildConfigChange> _earlier = [];
    private readonly Dictionary<long, Exception> _damaged = [];

    /// <summary>Gets the stored configuration.</summary>
    public GuildConfigSnapshot Stored { get; } = stored;

    /// <summary>Gets the configuration as planned so far.</summary>
    public GuildConfigSnapshot Current { get; private set; } = stored;

    /// <summary>Gets the revision of the guild's newest change in the log; <see langword="null"/> if there is none.</summary>
    public long? NewestChange { get; private set; } = newestChange;

    /// <summary>Gets whether the newest change contains the current state of the guild, so that the next one need not.</summary>
    public bool IsTold => NewestChange is { } newest && (!Current.Exists || Current.Revision == newest);

    public void Add(GuildConfigChange earlier) => _earlier[earlier.Revision] = earlier;

    /// <summary>Records that an earlier change cannot be read; only requests for it fail.</summary>
    public void AddDamaged(long revision, Exception damage) => _damaged[revision] = damage;

    /// <summary>Finds an earlier change that was read for this transaction.</summary>
    public GuildConfigChange? FindEarlier(long revision)
        => _damaged.TryGetValue(revision, out var damage) ? throw damage : _earlier.GetValueOrDefault(revision);

    public void Become(GuildConfigSnapshot after, long revision)
    {
        Current = after;
        NewestChange = revision;
    }
}
