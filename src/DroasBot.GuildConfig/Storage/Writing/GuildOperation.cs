namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>An operation on one guild.</summary>
internal abstract class GuildOperation(ulong guildId, ChangeContext context)
{
    public ulong GuildId => guildId;

    public ChangeContext Context => context;

    /// <summary>Gets or sets its permission; <see langword="null"/> without an authorizer.</summary>
    public Permission? Permission { get; set; }

    /// <summary>Gets whether it runs the host's code, which may take arbitrarily long.</summary>
    public virtual bool RunsHostCode => false;

    /// <summary>Gets the revision of the earlier change that it needs; <see langword="null"/> for none.</summary>
    public virtual long? EarlierRevision => null;

    /// <summary>Computes the new configuration; changes nothing that others see.</summary>
    /// <returns>The proposal; <see langword="null"/> if nothing changes.</returns>
    /// <exception cref="GuildConfigConflictException">The revision is not the expected one.</exception>
    public Proposal? Propose(GuildState guild, WriteRules rules)
        => context.ExpectedRevision is { } expected && expected != guild.Current.Revision
            ? throw new GuildConfigConflictException(guildId, expected, guild.Current.Revision)
            : ProposeExpected(guild, rules);

    protected abstract Proposal? ProposeExpected(GuildState guild, WriteRules rules);
}
