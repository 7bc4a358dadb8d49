namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>One thing that is done to one guild.</summary>
internal abstract class GuildOperation(ulong guildId, ChangeContext context)
{
    public ulong GuildId => guildId;

    public ChangeContext Context => context;

    /// <summary>Gets or sets what of it is allowed; <see langword="null"/> if nobody is asked.</summary>
    public Permission? Permission { get; set; }

    /// <summary>Gets whether it runs code of the host, which may take as long as it likes.</summary>
    public virtual bool RunsHostCode => false;

    /// <summary>Gets the revision of the earlier change that it needs; <see langword="null"/> if it needs none.</summary>
    public virtual long? EarlierRevision => null;

    /// <summary>Works out what the guild becomes; touches nothing that others see.</summary>
    /// <returns>The proposal; <see langword="null"/> if nothing changes.</returns>
    /// <exception cref="GuildConfigConflictException">The revision is not the expected one.</exception>
    public Proposal? Propose(GuildState guild, WriteRules rules)
        => context.ExpectedRevision is { } expected && expected != guild.Current.Revision
            ? throw new GuildConfigConflictException(guildId, expected, guild.Current.Revision)
            : ProposeExpected(guild, rules);

    protected abstract Proposal? ProposeExpected(GuildState guild, WriteRules rules);
}
