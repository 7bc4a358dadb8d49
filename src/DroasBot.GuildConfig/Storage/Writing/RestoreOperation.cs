namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Makes a guild what it was after one of its changes, or before it; no configuration counts too.</summary>
/// <param name="guildId">The guild.</param>
/// <param name="revision">The change.</param>
/// <param name="version">Which of the two versions that the change tells of.</param>
/// <param name="context">Who, why, and what is expected.</param>
internal sealed class RestoreOperation(ulong guildId, long revision, Func<GuildConfigChange, GuildConfigSnapshot?> version, ChangeContext context) : GuildOperation(guildId, context)
{
    /// <summary>The rules of a section are the host's.</summary>
    public override bool RunsHostCode => true;

    public override long? EarlierRevision => revision;

    private static ArgumentOutOfRangeException UnknownRevision(ulong guildId, long revision)
        => new(nameof(revision), revision, $"The history of guild {guildId} has no such revision.");

    private static ArgumentOutOfRangeException ErasedRevision(ulong guildId, long revision)
        => new(nameof(revision), revision, $"What the history of guild {guildId} said at this revision was erased, so it cannot come back.");

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
