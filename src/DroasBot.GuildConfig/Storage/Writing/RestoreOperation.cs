namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Makes a guild what it was after one of its changes; a change that deleted it counts too.</summary>
internal sealed class RestoreOperation(ulong guildId, long revision, ChangeContext context) : GuildOperation(guildId, context)
{
    /// <summary>The rules of a section are the host's.</summary>
    public override bool RunsHostCode => true;

    public override long? EarlierRevision => revision;

    private static ArgumentOutOfRangeException UnknownRevision(ulong guildId, long revision)
        => new(nameof(revision), revision, $"The history of guild {guildId} has no such revision.");

    protected override Proposal? ProposeExpected(GuildState guild, WriteRules rules)
    {
        var earlier = guild.FindEarlier(revision)
            ?? throw UnknownRevision(GuildId, revision);
        var now = rules.Now;
        return rules.Restore(guild.Current, earlier.After, now) is { } after ? new Proposal(GuildConfigChangeKind.Restored, now, after) : null;
    }
}
