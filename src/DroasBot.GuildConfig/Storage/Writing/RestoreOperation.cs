namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Restores the state of a guild after one of its changes, or before it, even if it had no configuration.</summary>
/// <param name="guildId">The guild.</param>
/// <param name="revision">The change.</param>
/// <param name="version">Selects one of the two states of the change.</param>
/// <param name="context">The actor, the reason, and the expected revision.</param>
internal sealed class RestoreOperation(ulong guildId, long revision, Func<GuildConfigChange, GuildConfigSnapshot?> version, ChangeContext context) : GuildOperation(guildId, context)
{
    /// <summary>The validation rules of a section are the host's code.</summary>
    public override bool RunsHostCode => true;

    public override long? EarlierRevision => revision;

    private static ArgumentOutOfRangeException UnknownRevision(ulong guildId, long revision)
        => new(nameof(revision), revision, $"The history of guild {guildId} has no such revision.");

    private static ArgumentOutOfRangeException ErasedRevision(ulong guildId, long revision)
        => new(nameof(revision), revision, $"The contents of this revision in the history of guild {guildId} were erased, so it cannot be restored.");

    protected override Proposal? ProposeExpected(GuildState guild, WriteRules rules)
    {
        var earlier = guild.FindEarlier(revision)
            ?? throw UnknownRevision(GuildId, revision);
        if (earlier.Kind == GuildConfigChangeKind.Erased && earlier.After is null)
        {
            throw ErasedRevision(GuildId, revision);
        }

        var now = rules.Now;
        return rules.Restore(guild.Current, version(earlier), now) is { } after ? new Proposal(GuildConfigChangeKind.Restored, now, after) : null;
    }
}
